/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-content-encoder-private.h"
#include "aiohttp-server-stream-private.h"
#include "aiohttp-stream-response.h"
#include "aiohttp-wait-list-private.h"

G_BEGIN_DECLS

#define AIOHTTP_STREAM_RESPONSE_CLASS(klass)                                                                           \
  (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_STREAM_RESPONSE, AiohttpStreamResponseClass))
#define AIOHTTP_STREAM_RESPONSE_GET_CLASS(obj)                                                                         \
  (G_TYPE_INSTANCE_GET_CLASS ((obj), AIOHTTP_TYPE_STREAM_RESPONSE, AiohttpStreamResponseClass))

/* What a response has that goes out in pieces, from its prepare on. */
typedef struct
{
  AiohttpRequest *request; /* owned; NULL when its stream is no more */
  AiohttpWaitList waiters; /* for a peer that is slow */
  GError *error;           /* why nothing can be written any more */
  gint64 left;             /* of the length that was announced; -1 if none was */
  AiohttpContentEncoder *encoder;
  AiohttpByteBuffer encoded; /* what came of the last piece */
  gboolean discards;         /* to HEAD, for instance */
  gboolean full;
  gboolean ended;
} AiohttpResponseOutlet;

typedef enum
{
  AIOHTTP_COMPRESSION_NONE,
  AIOHTTP_COMPRESSION_NEGOTIATED,
  AIOHTTP_COMPRESSION_FORCED,
} AiohttpCompression;

struct _AiohttpStreamResponse
{
  GObject parent_instance;

  SoupMessageHeaders *headers; /* made when somebody asks; then content_type is in it, and NULL here */
  const char *content_type;
  char *own_content_type; /* what content_type points to, where it is no constant */
  char *reason;           /* NULL for the registered one */
  GError *invalid;        /* what a property or constructor, which cannot fail, refused */
  AiohttpResponseOutlet *outlet;
  SoupMessageHeaders *trailers;
  guint16 status;
  guint8 compression; /* AiohttpCompression */
  guint8 forced;      /* AiohttpContentCoding */
  guint flushes : 1;  /* what is written can be decoded at once */
  guint sent : 1;
  guint force_close : 1;
  guint chunked : 1;
  guint produced : 1;
};

struct _AiohttpStreamResponseClass
{
  GObjectClass parent_class;

  /* The body, where it is in memory; (transfer none) (nullable). NULL where it is written by a handler, or produced. */
  GBytes *(*get_body) (AiohttpStreamResponse *self);
  /* Prepares the response, if nobody has, and writes its body; the end comes by itself. In a coroutine, called once when
   * the handler has returned the response. May be NULL. */
  gboolean (*produce) (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);

  /* Whether its head may go out now. May be NULL. */
  gboolean (*check) (AiohttpStreamResponse *self, GError **error);

  /* For one that takes the connection over, NULL else: sends a 101 instead of another head; the handler has returned it or
   * has failed, and the response says by the stream's respond() when it is over; the server shuts down; how many octets
   * it has sent. */
  gboolean (*start) (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);
  void (*handled) (AiohttpStreamResponse *self, gboolean failed);
  void (*going_away) (AiohttpStreamResponse *self);
  guint64 (*get_sent) (AiohttpStreamResponse *self);

  /* The head is on its way; nothing can be any more. Either may be NULL. */
  void (*prepared) (AiohttpStreamResponse *self, AiohttpRequest *request);
  void (*detached) (AiohttpStreamResponse *self);
};

/* Another failure than the first is dropped. Takes the error. */
void aiohttp_stream_response_take_invalid (AiohttpStreamResponse *self, GError *error);

/* Claims the one time that a response may be sent, right before its head is written; fails too where a setter had refused
 * a value. `request` NULL: for none that could be read. */
gboolean aiohttp_stream_response_begin (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);

const char *aiohttp_stream_response_peek_content_type (AiohttpStreamResponse *self);
/* A constant that lives as long as the program. */
void aiohttp_stream_response_set_static_content_type (AiohttpStreamResponse *self, const char *content_type);

/* FALSE with AIOHTTP_ERROR_ALREADY_SENT. */
gboolean aiohttp_stream_response_check_not_sent (AiohttpStreamResponse *self, GError **error);

/* Decides on the coding of a body of that length (-1: unknown), and writes it into the headers. FALSE: there is none. */
gboolean aiohttp_stream_response_choose_coding (AiohttpStreamResponse *self, AiohttpRequest *request, gint64 length,
                                                AiohttpContentCoding *coding);

/* Whether a head can be sent to that request. */
gboolean aiohttp_stream_response_check_request (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);
/* The head was sent: the request and the response hold each other until the stream is no more. */
AiohttpResponseOutlet *aiohttp_stream_response_attach (AiohttpStreamResponse *self, AiohttpRequest *request);
/* Sends the head; nothing if it was sent to that request. */
gboolean aiohttp_stream_response_start (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error);
/* Writes a piece of the body. FALSE: failed; self->outlet->full tells whether to wait before the next one. */
gboolean aiohttp_stream_response_put (AiohttpStreamResponse *self, const void *data, gsize length, GBytes *bytes,
                                      GError **error);
/* The same, of a file, whose descriptor stays the caller's. */
gboolean
aiohttp_stream_response_put_file (AiohttpStreamResponse *self, int fd, gint64 offset, gint64 length, GError **error);
/* Writes what remains to be written of a response that was prepared. FALSE: it cannot be ended as it was announced. */
gboolean aiohttp_stream_response_end (AiohttpStreamResponse *self, GError **error);

/* For operations that write. In a coroutine: whether it may wait, and until the peer has taken enough. */
gboolean aiohttp_stream_response_may_await (AiohttpStreamResponse *self, const char *what, GError **error);
gboolean aiohttp_stream_response_wait_for_room (AiohttpStreamResponse *self, GError **error);
/* With a GTask, which ends now or when the peer has taken enough. Takes the error. */
GTask *aiohttp_stream_response_new_task (AiohttpStreamResponse *self, gpointer tag, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
void aiohttp_stream_response_finish_write (AiohttpStreamResponse *self, GTask *task, GError *error);

/* The stream has room again. */
void aiohttp_stream_response_drained (AiohttpStreamResponse *self);
/* The stream is no more. */
void aiohttp_stream_response_detach (AiohttpStreamResponse *self);
void aiohttp_response_outlet_free (AiohttpResponseOutlet *outlet);

G_END_DECLS
