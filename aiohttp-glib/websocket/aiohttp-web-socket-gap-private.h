/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-gap.h"

G_BEGIN_DECLS

struct _AiohttpWebSocketGap
{
  GObject parent_instance;

  GDateTime *lost_at;
  gint64 begun; /* on the reactor's clock */
  double duration;
  guint n_attempts;
  guint close_code;
  char *close_reason;
  GError *error;
  guint status;
};

/* Begins now; `now` is the reactor's time. */
AiohttpWebSocketGap *aiohttp_web_socket_gap_new (gint64 now) G_GNUC_WARN_UNUSED_RESULT;
/* One more attempt, at `now`. `error` (nullable): by which it has failed; `status`: by which it was refused, or 0. */
void aiohttp_web_socket_gap_add_attempt (AiohttpWebSocketGap *self, gint64 now, const GError *error, guint status);

G_END_DECLS
