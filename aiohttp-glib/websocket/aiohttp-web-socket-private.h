/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-wait-list-private.h"
#include "aiohttp-web-socket-decoder-private.h"
#include "aiohttp-web-socket-output-private.h"
#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

/* What the files of the websocket share: its life is told in aiohttp-web-socket.c, what it receives in -receiving.c and
 * -receive.c, what it sends in -sending.c and -send.c, its end in -closing.c. */

typedef enum
{
  AIOHTTP_WEB_SOCKET_OPEN,
  AIOHTTP_WEB_SOCKET_PEER_CLOSED, /* the peer has closed; not answered before what it sent is received */
  AIOHTTP_WEB_SOCKET_CLOSING,     /* this side has closed; the peer's close is waited for */
  AIOHTTP_WEB_SOCKET_ENDING,      /* both have, or one is lost: what remains to be sent is sent */
  AIOHTTP_WEB_SOCKET_LINGERING,   /* what the peer still sends is taken and dropped */
  AIOHTTP_WEB_SOCKET_CLOSED,
} AiohttpWebSocketState;

/* What both handshakes come to. Strings are copied. */
typedef struct
{
  gboolean as_server;
  const char *protocol; /* nullable */

  gboolean deflate;
  guint own_window_bits; /* of what this side sends; 8: it sends nothing compressed */
  guint peer_window_bits;
  gboolean own_context; /* kept from message to message */
  gboolean peer_context;

  guint64 max_message_size;
  gsize writer_limit;
  double heartbeat;
  double receive_timeout;
  double close_timeout;
  double write_timeout;
  gboolean autoping;
  gboolean autoclose;
} AiohttpWebSocketTerms;

/* A websocket's default limits and timeouts, as aiohttp has them. */
#define AIOHTTP_WEB_SOCKET_MAX_MESSAGE_SIZE (4 * 1024 * 1024)
#define AIOHTTP_WEB_SOCKET_WRITER_LIMIT     (256 * 1024)
#define AIOHTTP_WEB_SOCKET_CLOSE_TIMEOUT    10.0
#define AIOHTTP_WEB_SOCKET_WRITE_TIMEOUT    60.0 /* of a server */

/* Told of what happens to it; main stack. */
typedef struct
{
  void (*closed) (AiohttpWebSocket *self, gpointer data);
} AiohttpWebSocketOwnerFuncs;

struct _AiohttpWebSocket
{
  GObject parent_instance;

  AiohttpChannel *channel; /* NULL when closed */
  AiohttpReactor *reactor;
  const AiohttpWebSocketOwnerFuncs *owner_funcs;
  gpointer owner;

  /* what was agreed on */
  char *protocol;
  double heartbeat;
  double receive_timeout;
  double close_timeout;
  double write_timeout;
  gsize writer_limit;
  guint8 compress; /* window bits of what is sent, 0 without deflate */
  guint as_server : 1;
  guint autoping : 1;
  guint autoclose : 1;
  guint client_notakeover : 1;

  guint8 state;   /* AiohttpWebSocketState */
  guint8 n_looks; /* for a handler of the signal */
  guint at_eof : 1;
  guint broken : 1; /* a write has failed; the channel will tell */
  guint waits_for_pong : 1;
  guint timed_out : 1;     /* the receive that waits */
  guint receiving : 1;     /* a receive is under way */
  guint uses_receive : 1;  /* not the signal */
  guint tells_error : 1;   /* a receive is to learn of it */
  guint tells_closing : 1; /* the signals are to be emitted, when nobody's memory is in use */
  guint tells_closed : 1;
  guint holds_itself : 1;
  guint lost_output : 1; /* some of what was sent has not gone out, and will not */
  guint streams_out : 1; /* a message is being sent in parts */
  guint streams_in : 1;  /* a reader has the message that is coming in */
  guint drops_parts : 1; /* nobody wants the rest of it */
  guint abandoned : 1;   /* a writer was dropped before its message's end */
  guint delivering : 1;

  /* receiving */
  AiohttpWebSocketDecoder decoder;
  GTask *receiver;         /* not owned (nullable): the receive that waits, unless it is a coroutine's */
  AiohttpByteBuffer input; /* read and not decoded */
  AiohttpWebSocketMessage *queue;
  AiohttpWebSocketMessage *queue_last;
  guint n_queued;
  gsize queued_size;
  AiohttpWaitList receivers;

  /* sending */
  AiohttpWebSocketOutput output;
  AiohttpWebSocketDeflater *deflater;
  AiohttpTurnEnd flush_hook;
  AiohttpWaitList writers;
  guint64 sent;
  gsize burst;

  /* the end */
  guint16 close_code;
  char *close_reason;
  GError *error;
  AiohttpWaitList closers;
  guint n_after_close;

  AiohttpTimer heartbeat_timer;
  AiohttpTimer wait_timer;  /* of a receive, later of the close */
  AiohttpTimer idle_timer;  /* gives deflate's memory back */
  AiohttpTimer write_timer; /* while the peer takes nothing */
  GSocketAddress *remote;
};

/* Takes the channel, over which the handshake is done. `rest` (nullable): what came behind it. `unsent` (nullable): what
 * has to go out first. */
AiohttpWebSocket *aiohttp_web_socket_new_for_channel (AiohttpChannel *channel, const AiohttpWebSocketTerms *terms,
                                                      GBytes *rest, GBytes *unsent) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_set_owner (AiohttpWebSocket *self, const AiohttpWebSocketOwnerFuncs *funcs, gpointer owner);

/* Whether messages go to handlers of the signal: then nobody has to wait for them. */
gboolean aiohttp_web_socket_has_listener (AiohttpWebSocket *self);

/* receiving */
void aiohttp_web_socket_on_readable (AiohttpWebSocket *self);
void aiohttp_web_socket_decode_kept (AiohttpWebSocket *self);
/* Gives what is queued to whom it is for. Main stack. */
void aiohttp_web_socket_deliver (AiohttpWebSocket *self);
AiohttpWebSocketMessage *aiohttp_web_socket_pop (AiohttpWebSocket *self);
void aiohttp_web_socket_push (AiohttpWebSocket *self, AiohttpWebSocketMessage *message);
void aiohttp_web_socket_clear_queue (AiohttpWebSocket *self);
gboolean aiohttp_web_socket_is_full (AiohttpWebSocket *self);
void aiohttp_web_socket_touch_heartbeat (AiohttpWebSocket *self);
void aiohttp_web_socket_on_heartbeat (gpointer data);
void aiohttp_web_socket_on_idle (gpointer data);
void aiohttp_web_socket_on_write_timeout (gpointer data);

/* The next part of a message that a reader has; (transfer full). */
AiohttpWebSocketMessage *aiohttp_web_socket_receive_part (AiohttpWebSocket *self, const char *what, GError **error);
void aiohttp_web_socket_receive_part_async (AiohttpWebSocket *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
AiohttpWebSocketMessage *
aiohttp_web_socket_receive_part_finish (AiohttpWebSocket *self, GAsyncResult *result, GError **error);
/* The reader is gone. */
void aiohttp_web_socket_drop_parts (AiohttpWebSocket *self);

/* sending */
/* Adds a frame; `bytes` (nullable) holds the payload. */
gboolean aiohttp_web_socket_put_frame (AiohttpWebSocket *self, guint first_octet, const guint8 *data, gsize length,
                                       GBytes *bytes, GError **error);
/* Adds a frame that is whole, and not masked. */
void aiohttp_web_socket_put_encoded (AiohttpWebSocket *self, GBytes *frame);
/* A whole message. */
gboolean
aiohttp_web_socket_put_message (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, const guint8 *data, gsize length,
                                GBytes *bytes, AiohttpWebSocketCompression compression, GError **error);
/* Part of a message. */
gboolean
aiohttp_web_socket_put_part (AiohttpWebSocket *self, AiohttpWebSocketOpcode opcode, gboolean compress, gboolean first,
                             gboolean last, const guint8 *data, gsize length, GBytes *bytes, GError **error);
gboolean aiohttp_web_socket_check_open (AiohttpWebSocket *self, GError **error);
/* Suspends the coroutine while too much waits to be sent. */
gboolean aiohttp_web_socket_wait_for_room (AiohttpWebSocket *self, GError **error);
/* Returns TRUE by the task when it does not any more. */
void aiohttp_web_socket_return_when_drained (AiohttpWebSocket *self, GTask *task);
gboolean aiohttp_web_socket_is_drained (AiohttpWebSocket *self);
/* Writes now. FALSE: broken. */
gboolean aiohttp_web_socket_flush (AiohttpWebSocket *self);
/* After a write: `before` is how much waited for it. */
void aiohttp_web_socket_watch_output (AiohttpWebSocket *self, gsize before);
/* What was sent goes out when whoever runs now is done. */
void aiohttp_web_socket_flush_soon (AiohttpWebSocket *self);
void aiohttp_web_socket_notify_writers (AiohttpWebSocket *self);

/* the end */
/* Begins to close by a code and a reason. FALSE: somebody has already. */
gboolean aiohttp_web_socket_start_close (AiohttpWebSocket *self, guint code, const char *reason);
/* Answers the peer's close, where that waits for it. */
void aiohttp_web_socket_answer_close (AiohttpWebSocket *self);
/* The peer's close frame; takes it. */
void aiohttp_web_socket_take_close (AiohttpWebSocket *self, AiohttpWebSocketMessage *message);
/* Ends it by an error of the peer's, which it is told of by the code, or, with 1006, of the connection's. */
void aiohttp_web_socket_fail (AiohttpWebSocket *self, guint code, GError *error /* taken */);
/* The connection is to be given up. Main stack. */
void aiohttp_web_socket_end (AiohttpWebSocket *self);
/* Goes on with an end that waits for the output. */
void aiohttp_web_socket_continue_end (AiohttpWebSocket *self);
void aiohttp_web_socket_on_wait_timeout (gpointer data);

void aiohttp_web_socket_update_interest (AiohttpWebSocket *self);
void aiohttp_web_socket_emit_closing (AiohttpWebSocket *self);
void aiohttp_web_socket_emit_closed (AiohttpWebSocket *self);
void aiohttp_web_socket_emit_message (AiohttpWebSocket *self, AiohttpWebSocketMessage *message);
AiohttpTimerWheel *aiohttp_web_socket_get_wheel (AiohttpWebSocket *self);

/* The error by which an operation on a closed websocket fails. */
void aiohttp_web_socket_set_closed_error (AiohttpWebSocket *self, GError **error);

G_END_DECLS
