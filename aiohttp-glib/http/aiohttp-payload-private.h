/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-payload.h"

G_BEGIN_DECLS

struct _AiohttpPayload
{
  GObject parent_instance;

  char *content_type;
  GBytes *bytes;   /* the body, where it is in memory */
  gint64 size;     /* -1: not known (yet) */
  gboolean opened; /* once, at least */
};

struct _AiohttpPayloadClass
{
  GObjectClass parent_class;

  /* What takes time before the size is known (a file's is asked for); NULL: nothing. The task is taken. */
  void (*prepare) (AiohttpPayload *self, GTask *task);
  /* A new stream from the first byte; only where there are no bytes. It never waits: a file opens at its first read. */
  GInputStream *(*open) (AiohttpPayload *self, GError **error);
  /* Whether it can be opened again; NULL: always. */
  gboolean (*is_replayable) (AiohttpPayload *self);
};

#define AIOHTTP_PAYLOAD_CLASS(klass) (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_PAYLOAD, AiohttpPayloadClass))
#define AIOHTTP_PAYLOAD_GET_CLASS(object)                                                                              \
  (G_TYPE_INSTANCE_GET_CLASS ((object), AIOHTTP_TYPE_PAYLOAD, AiohttpPayloadClass))

/* The whole body where it is in memory, else NULL (transfer none): no stream is needed then. */
GBytes *aiohttp_payload_peek_bytes (AiohttpPayload *self);

gboolean aiohttp_payload_is_ready (AiohttpPayload *self);
/* Only when it is not ready. */
void aiohttp_payload_prepare_async (AiohttpPayload *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean aiohttp_payload_prepare_finish (AiohttpPayload *self, GAsyncResult *result, GError **error);

/* A stream of the body (transfer full), for asynchronous reads alone; who opens it closes it. The one payload may be
 * open several times, by requests beside each other. AIOHTTP_CLIENT_ERROR_PAYLOAD where it was used up. */
GInputStream *aiohttp_payload_open (AiohttpPayload *self, GError **error);

/* What options make of the body of a form: shared by payloads. */
AiohttpPayload *aiohttp_payload_new_take_text (char *text, const char *content_type);

G_END_DECLS
