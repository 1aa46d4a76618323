/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-access-log-format-private.h"
#include "aiohttp-reactor-private.h"

G_BEGIN_DECLS

/* Lines wait here until the reactor's turn ends and go to standard error in one write, if that takes them at once; else
 * they wait on, up to a bound, past which they are counted and lost. */
typedef struct
{
  AiohttpReactor *reactor; /* of the owner */
  AiohttpTurnEnd turn_end;
  AiohttpTimer retry;
  AiohttpByteBuffer lines;
  guint64 lost;  /* lines, since the last one that went out */
  gint64 second; /* the one that `time` shows */
  char time[32];
  int fd;
  guint8 kind; /* of the descriptor */
} AiohttpAccessLog;

void aiohttp_access_log_init (AiohttpAccessLog *self, AiohttpReactor *reactor, int fd);
/* Writes what waits, as far as it can without waiting. */
void aiohttp_access_log_clear (AiohttpAccessLog *self);
void aiohttp_access_log_add (AiohttpAccessLog *self, const AiohttpAccessLogFormat *format,
                             const AiohttpAccessLogEntry *entry);
/* What the time is, for a line. */
const char *aiohttp_access_log_get_time (AiohttpAccessLog *self);

G_END_DECLS
