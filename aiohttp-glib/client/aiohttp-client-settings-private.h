/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-charset-resolver-private.h"
#include "aiohttp-client-tracer-private.h"
#include "aiohttp-client-timeout.h"
#include "aiohttp-progress-private.h"
#include "aiohttp-status-check-private.h"
#include "aiohttp-tls-context.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* How a call goes on, beside what it sends: the session's settings where the options have none of their own. */
typedef struct
{
  double timeout; /* seconds, for all of it; 0: none */
  double connect;
  double sock_connect;
  double sock_read;
  guint min_rate;

  gboolean allow_redirects;
  guint max_redirects;
  gboolean raise_for_status;
  AiohttpStatusCheck *status_check; /* in its place; NULL: none */
  AiohttpCharsetResolver *charset_resolver;
  gboolean decompress;
  guint64 max_body_size;

  guint max_line_size;
  guint max_field_size;
  guint max_fields;

  gboolean upgrade; /* 101 is the answer */
  GUri *proxy;      /* NULL: none */
  SoupMessageHeaders *proxy_headers;
  AiohttpTlsContext *tls_context;
  char *server_hostname;
  gboolean requote;
  gboolean trust_env;
  gboolean environment_proxy; /* each hop asks the environment for its proxy */

  gboolean expect_continue;
  gboolean chunked;
  gint64 body_length; /* that a header field has declared for a body of unknown size; -1: none */
  AiohttpProgress *upload_progress;

  GPtrArray *middlewares;      /* NULL: none */
  AiohttpClientTracer *tracer; /* NULL: nobody wants to know */
} AiohttpClientSettings;

void aiohttp_client_settings_set_timeouts (AiohttpClientSettings *self, AiohttpClientTimeout *timeouts);
void aiohttp_client_settings_clear (AiohttpClientSettings *self);
void aiohttp_client_settings_copy (AiohttpClientSettings *self, const AiohttpClientSettings *from);

G_END_DECLS
