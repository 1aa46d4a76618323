/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-http1-head-private.h"
#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_ACCESS_LOG_FORMAT "%a %t \"%r\" %s %b \"%{Referer}i\" \"%{User-Agent}i\""

/* What is told of one answer. */
typedef struct
{
  const char *remote;              /* NULL for none */
  const AiohttpHttp1Head *head;    /* NULL where the request could not be read */
  AiohttpStreamResponse *response; /* NULL where nobody asks for its headers */
  guint status;
  guint64 body_length; /* bytes of the response's body */
  gint64 duration;     /* in microseconds, from the end of the head on; 0 where nobody asks for it */
} AiohttpAccessLogEntry;

/* A format, read once. */
typedef struct _AiohttpAccessLogFormat AiohttpAccessLogFormat;

/* aiohttp's atoms: %% %a %t %P %r %s %b %T %Tf %D %{H}i %{H}o %{E}e. NULL with AIOHTTP_ERROR_INVALID_PATTERN. */
AiohttpAccessLogFormat *aiohttp_access_log_format_new (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_access_log_format_free (AiohttpAccessLogFormat *self);

/* Whether entries need their duration, and their response. */
gboolean aiohttp_access_log_format_needs_duration (const AiohttpAccessLogFormat *self);

/* Appends a line without its end. What the peer sent is escaped and bounded. */
void aiohttp_access_log_format_append (const AiohttpAccessLogFormat *self, AiohttpByteBuffer *buffer,
                                       const AiohttpAccessLogEntry *entry, const char *time);

/* "[22/Nov/2026:20:14:15 +0000]", of local time. */
void aiohttp_access_log_format_time (char out[32], gint64 second);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpAccessLogFormat, aiohttp_access_log_format_free)

G_END_DECLS
