/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-options.h"
#include "aiohttp-web-socket-private.h"

G_BEGIN_DECLS

struct _AiohttpWebSocketOptions
{
  GObject parent_instance;

  guint compress;
  gboolean client_notakeover;
  double heartbeat;
  gboolean autoping;
  gboolean autoclose;
  guint64 max_msg_size;
  double receive_timeout;
  double close_timeout;
  double write_timeout;
  guint64 writer_limit;
  char **protocols;
  char *origin;
  AiohttpRequestOptions *request;
};

/* What does not depend on the handshake; `options` may be NULL. */
void aiohttp_web_socket_options_get_terms (AiohttpWebSocketOptions *options, AiohttpWebSocketTerms *terms);

G_END_DECLS
