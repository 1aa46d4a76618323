/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-http1-body-private.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-native-route-private.h"
#include "aiohttp-native-upload-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpNativeConnection AiohttpNativeConnection;

typedef enum
{
  AIOHTTP_NATIVE_STATE_IDLE,
  AIOHTTP_NATIVE_STATE_HEAD,   /* of a response, interim ones included */
  AIOHTTP_NATIVE_STATE_BODY,   /* its reply is out, its body comes as it is asked for */
  AIOHTTP_NATIVE_STATE_CLOSED, /* with its channel */
} AiohttpNativeState;

/* What a connection tells the transport. */
typedef enum
{
  AIOHTTP_NATIVE_DIED,     /* before any byte of a response */
  AIOHTTP_NATIVE_FAILED,   /* in its head, or by a limit */
  AIOHTTP_NATIVE_ANSWERED, /* with a reply */
} AiohttpNativeOutcome;

typedef void (*AiohttpNativeFunc) (AiohttpNativeOutcome outcome, AiohttpTransportReply *reply /* taken */,
                                   GError *error /* taken */, gpointer data);

/* One connection, its request and its response. The transport has a reference until it is closed. */
struct _AiohttpNativeConnection
{
  int ref_count;
  AiohttpTransport *transport; /* closes its connections before it goes */
  AiohttpNativeRoute *route;
  AiohttpChannel *channel;
  AiohttpNativeState state;
  GList link;           /* in all of the transport's */
  GList idle_link;      /* in its route's idle ones */
  GList order_link;     /* in the transport's idle ones */
  gboolean listed_idle; /* in both of them */
  gint64 idle_since;
  guint n_requests;
  GSocketAddress *remote_address;

  /* the request */
  const AiohttpTransportRequest *request; /* until its head has come */
  AiohttpNativeFunc func;
  gpointer data;
  AiohttpNativeUpload upload;
  gboolean closes; /* said by either side, or by what went wrong */
  GError *refusal; /* of a request that cannot be written; told by the next event */

  /* the response */
  AiohttpMethodId method_id; /* of the request */
  AiohttpHttp1Parser parser; /* from the first byte on */
  AiohttpHttp1Head *head;    /* of its own, once one came in pieces */
  AiohttpHttp1Limits limits;
  AiohttpHttp1Body body;
  AiohttpByteBuffer in;
  guint n_interim;
  gboolean any_byte;
  GError *failure; /* of the body, sticky */

  /* who waits for more of the body */
  void (*ready) (gpointer data);
  gpointer ready_data;

  /* time */
  AiohttpTimer timer;
  double sock_read;
  guint min_rate;
  gint64 wait_began; /* on the wheel's clock; 0: nobody waits */
  gint64 waited;     /* of this window of min_rate */
  guint64 window_bytes;
};

AiohttpNativeConnection *
aiohttp_native_connection_new (AiohttpTransport *transport, AiohttpNativeRoute *route, AiohttpChannel *channel);
AiohttpNativeConnection *aiohttp_native_connection_ref (AiohttpNativeConnection *self);
void aiohttp_native_connection_unref (AiohttpNativeConnection *self);

/* Sends a request on an idle connection. `func` is called once, on the main stack, not before this returns; the connection
 * is then back in the pool or closed, or it is the reply's carrier. */
void aiohttp_native_connection_send (AiohttpNativeConnection *self, const AiohttpTransportRequest *request,
                                     AiohttpNativeFunc func, gpointer data);
/* Closes; the sender is not told, a reader is. A sender that goes gives its request up. */
void aiohttp_native_connection_abandon (AiohttpNativeConnection *self);
void aiohttp_native_connection_close (AiohttpNativeConnection *self);

/* More than 0: bytes of the body; 0: its end; AIOHTTP_CHANNEL_WOULD_BLOCK; AIOHTTP_CHANNEL_FAILED with an error. */
gssize aiohttp_native_connection_read (AiohttpNativeConnection *self, void *buffer, gsize size, GError **error);
/* Calls `ready` once when a read may come to something, on the main stack; NULL: nobody waits any more. */
void aiohttp_native_connection_wait (AiohttpNativeConnection *self, void (*ready) (gpointer data), gpointer data);
/* Blocks until there is something to read; FALSE: timed out, cancelled. */
gboolean aiohttp_native_connection_poll (AiohttpNativeConnection *self, GCancellable *cancellable, GError **error);
/* The reader is done: the connection goes back to the pool if it may. */
void aiohttp_native_connection_end_body (AiohttpNativeConnection *self, gboolean at_end);

/* The stream of its body; see aiohttp_transport_reply_get_body(). */
GInputStream *aiohttp_native_body_new (AiohttpNativeConnection *connection);

/* What the files of the connection share: -connection.c has its life, its request and its time, -response.c what comes. */
void aiohttp_native_connection_on_channel (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data);
void aiohttp_native_connection_write_more (AiohttpNativeConnection *self);
void aiohttp_native_connection_update_want (AiohttpNativeConnection *self, gboolean writable);
/* Who waits for bytes; FALSE: what came is too little. */
void aiohttp_native_connection_begin_wait (AiohttpNativeConnection *self);
gboolean aiohttp_native_connection_end_wait (AiohttpNativeConnection *self);
void aiohttp_native_connection_time_out (AiohttpNativeConnection *self, gboolean too_slow);
void aiohttp_native_connection_wake_reader (AiohttpNativeConnection *self);
/* The connection is closed or idle by then; who is told may do with it what it likes. */
void aiohttp_native_connection_tell (AiohttpNativeConnection *self, AiohttpNativeOutcome outcome,
                                     AiohttpTransportReply *reply, GError *error);
/* Closes and tells. */
void aiohttp_native_connection_fail (AiohttpNativeConnection *self, int code, const char *why);

/* Of the transport: takes a connection back, or forgets a closed one; a head to parse with, shared by all. */
void aiohttp_native_transport_release (AiohttpTransport *transport, AiohttpNativeConnection *connection);
void aiohttp_native_transport_forget (AiohttpTransport *transport, AiohttpNativeConnection *connection);
AiohttpHttp1Head *aiohttp_native_transport_get_head (AiohttpTransport *transport);

G_END_DECLS
