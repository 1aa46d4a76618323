/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-http1-head-private.h"
#include "aiohttp-reactor-private.h"

G_BEGIN_DECLS

typedef struct
{
  const char *remote;           /* NULL for none */
  const AiohttpHttp1Head *head; /* NULL where the request could not be read */
  guint status;
  guint64 body_length; /* bytes of the response's body */
} AiohttpAccessLogEntry;

/* Lines wait here until the reactor's turn ends and go to standard error in one write. */
typedef struct
{
  AiohttpReactor *reactor; /* of the owner */
  AiohttpTurnEnd turn_end;
  AiohttpByteBuffer lines;
  gint64 second; /* the one that `time` shows */
  char time[32];
  int fd;
} AiohttpAccessLog;

void aiohttp_access_log_init (AiohttpAccessLog *self, AiohttpReactor *reactor, int fd);
/* Writes what waits. */
void aiohttp_access_log_clear (AiohttpAccessLog *self);
void aiohttp_access_log_add (AiohttpAccessLog *self, const AiohttpAccessLogEntry *entry);

/* aiohttp's default format: %a %t "%r" %s %b "%{Referer}i" "%{User-Agent}i". What the peer sent is escaped and
 * bounded. */
void aiohttp_access_log_format (AiohttpByteBuffer *buffer, const AiohttpAccessLogEntry *entry, const char *time);

/* "[22/Nov/2026:20:14:15 +0000]", of local time. */
void aiohttp_access_log_format_time (char out[32], gint64 second);

G_END_DECLS
