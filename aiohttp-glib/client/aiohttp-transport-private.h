/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

#include "aiohttp-channel-private.h"
#include "aiohttp-connection-slots-private.h"
#include "aiohttp-headers-private.h"
#include "aiohttp-reactor-private.h"
#include "aiohttp-resolver.h"
#include "aiohttp-tls-context.h"
#include "aiohttp-tls-info.h"

G_BEGIN_DECLS

typedef struct _AiohttpTransport AiohttpTransport;
typedef struct _AiohttpTransportClass AiohttpTransportClass;
typedef struct _AiohttpTransportCall AiohttpTransportCall;

/* What is told of a request on its way; each may be NULL. Called on the main stack, in the middle of things: they neither
 * end their call nor close its transport, but defer that. */
typedef struct
{
  void (*queued_start) (gpointer data); /* the limits' connections are all in use */
  void (*queued_end) (gpointer data);
  void (*dns_start) (const char *host, gpointer data);
  void (*dns_end) (const char *host, gpointer data);
  void (*dns_cache_hit) (const char *host, gpointer data);
  void (*dns_cache_miss) (const char *host, gpointer data);
  void (*connect_start) (gpointer data);
  void (*connect_end) (gpointer data); /* with TLS and a proxy's tunnel, where there are any */
  void (*tls_start) (gpointer data);
  void (*tls_end) (gpointer data);
  void (*reused) (gpointer data);
  void (*headers_sent) (gpointer data);
  void (*chunk_sent) (const void *chunk, gsize length, gpointer data); /* NULL where the bytes are not known */
  void (*first_byte) (gpointer data);
  void (*chunk_received) (const void *chunk, gsize length, gpointer data); /* by who reads the body: the session */
} AiohttpTransportEvents;

/* One request as it goes on the wire: all policy (redirects, default fields, codings, the total timeout) is the
 * session's. It and all that it points to stay what they are until the call ends. */
typedef struct
{
  const char *method;
  GUri *uri;
  SoupMessageHeaders *headers; /* without what frames the body; Host where it is not the URL's */
  GBytes *lines;               /* not NULL: they as they are on the wire, without Host, Connection, Expect and Cookie */

  /* None, or one of them */
  GBytes *body;
  GInputStream *body_stream;
  gint64 body_length; /* of the stream; -1: not known, it goes in chunks */

  gboolean expect_continue; /* holds the body back until 100 comes, or a second has passed */
  gboolean upgrade;         /* 101 gives the channel away */

  GUri *proxy;                       /* NULL: none; http and https, with credentials maybe; socks5 */
  SoupMessageHeaders *proxy_headers; /* for CONNECT, and for an http request through a proxy */
  AiohttpTlsContext *tls;            /* NULL: the connector's */
  const char *server_hostname;       /* for SNI and the certificate, instead of the URL's host */

  /* seconds; 0: none */
  double connect;      /* until there is a connection, the wait for one included */
  double sock_connect; /* for one connection attempt, TLS included */
  double sock_read;    /* between two reads */
  guint min_rate;      /* bytes a second that a response has to come with, on the average of a few seconds; 0: any */

  /* 0: the parser's */
  guint max_line_size;
  guint max_field_size;
  guint max_fields;

  const AiohttpTransportEvents *events;
  gpointer events_data;
} AiohttpTransportRequest;

/* The head of its answer, and its body as it came off the wire, transfer coding undone. */
typedef struct
{
  guint status;
  SoupHTTPVersion version;
  char *reason;
  gint64 content_length; /* of a body that has to have it; -1 where its end is known otherwise, or there is none */
  gboolean reused;       /* the connection had carried another request */
  GSocketAddress *remote_address;
  AiohttpTlsInfo *tls_info;

  /* A body that came with its head is here whole: there need not be a stream then. */
  GBytes *whole_body;
  /* Where it is not whole, what of it came with its head, and what it broke off with; the stream goes on behind it. NULL:
   * nothing, and not yet. */
  GBytes *first_bytes;
  GError *first_failure;

  /* Of a 101 where an upgrade was wanted: the receiver takes both; the channel wants nothing. */
  AiohttpChannel *upgraded;
  GBytes *upgraded_rest; /* bytes that were read already; NULL: none */

  /*< private >*/
  guint ref_count;
  gboolean ended;
  AiohttpTransport *transport;
  AiohttpConnectionSlot *slot;
  SoupMessageHeaders *headers;
  AiohttpFields fields;
  gpointer fields_memory;
  GInputStream *body;
  gpointer carrier; /* the transport's */
} AiohttpTransportReply;

AiohttpTransportReply *aiohttp_transport_reply_ref (AiohttpTransportReply *self);
void aiohttp_transport_reply_unref (AiohttpTransportReply *self); /* gives up the rest of its body */

/* Made when first asked for. Single fields are cheaper by aiohttp_transport_reply_has_field(). */
SoupMessageHeaders *aiohttp_transport_reply_get_headers (AiohttpTransportReply *self);
gboolean aiohttp_transport_reply_has_field (AiohttpTransportReply *self, AiohttpFieldId id);

/* a(ayay), a reference: the fields as they came, or what the transport has made of them. */
GVariant *aiohttp_transport_reply_make_raw_headers (AiohttpTransportReply *self);

/* Made when first asked for; not NULL, empty where there is none. Its reads report errors that
 * aiohttp_transport_reply_map_error() puts into AIOHTTP_CLIENT_ERROR; a cancelled read leaves it readable. */
GInputStream *aiohttp_transport_reply_get_body (AiohttpTransportReply *self);
GError *aiohttp_transport_reply_map_error (AiohttpTransportReply *self, GError *error /* taken */);

/* Ends the body, once, and never waits: at_end keeps the connection for the next request, else it is given up. The
 * limits' connection goes to the next that waits for one. */
void aiohttp_transport_reply_end (AiohttpTransportReply *self, gboolean at_end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTransportReply, aiohttp_transport_reply_unref)

/* Either a reply or an error, both taken; errors are in AIOHTTP_CLIENT_ERROR. The call is gone. */
typedef void (*AiohttpTransportFunc) (AiohttpTransportReply *reply, GError *error, gpointer data);

/* A request under way; a transport has more behind it. */
struct _AiohttpTransportCall
{
  AiohttpTransport *transport;
  const AiohttpTransportRequest *request;
  AiohttpTransportFunc func;
  gpointer data;
  AiohttpConnectionSlot *slot;
  AiohttpTimer connect_timer;
  GSource *failing;
  GError *failure;
  GList link;
  gboolean started;
};

/* What a connector was made with. */
typedef struct
{
  guint limit;          /* 0: any number */
  guint limit_per_host; /* 0: any number */
  double keepalive_timeout;
  gboolean force_close;

  /* NULL where the connector has none, or another kind */
  AiohttpTlsContext *tls;
  GSocketAddress *local_address;
  GSocketAddress *unix_address;
  AiohttpResolver *resolver;
  GSocketFamily family; /* G_SOCKET_FAMILY_INVALID: any */
  double happy_eyeballs_delay;
  double dns_cache_ttl;
  guint dns_cache_max_size;
} AiohttpTransportOptions;

#define AIOHTTP_TYPE_TRANSPORT    (aiohttp_transport_get_type ())
#define AIOHTTP_TRANSPORT(object) ((AiohttpTransport *) (object))
#define AIOHTTP_TRANSPORT_CLASS(klass)                                                                                 \
  (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_TRANSPORT, AiohttpTransportClass))

GType aiohttp_transport_get_type (void);

struct _AiohttpTransport
{
  GObject parent_instance;

  AiohttpReactor *reactor;
  AiohttpConnectionSlots slots;
  GQueue calls; /* under way, those that wait for a connection too */
  double keepalive_timeout;
  gboolean force_close;
  gboolean closed;
};

/*
 * What carries requests: the one seam between the session's policy and the wire.
 *
 * start: on the main stack. The call ends by aiohttp_transport_call_return(), but not before start returns.
 * stop: lets go of all that the call has; its connection is given up.
 * open_body: the stream of a reply, asked for once.
 * end_body: see aiohttp_transport_reply_end(); called once for each reply, on the main stack.
 * close: all connections end; calls under way were stopped before, bodies are still being read.
 */
struct _AiohttpTransportClass
{
  GObjectClass parent_class;

  gsize call_size; /* of what begins with an AiohttpTransportCall */
  void (*start) (AiohttpTransport *self, AiohttpTransportCall *call);
  void (*stop) (AiohttpTransport *self, AiohttpTransportCall *call);
  GInputStream *(*open_body) (AiohttpTransport *self, AiohttpTransportReply *reply);
  GError *(*map_error) (AiohttpTransport *self, GError *error /* taken */);
  void (*end_body) (AiohttpTransport *self, AiohttpTransportReply *reply, gboolean at_end);
  void (*close) (AiohttpTransport *self);
  void (*clear_dns_cache) (AiohttpTransport *self, const char *host, guint port); /* NULL: it has none */
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTransport, g_object_unref)

/* Sends a request once the limits let it. `func` is called on the main stack, once, never before this returns. */
AiohttpTransportCall *aiohttp_transport_send (AiohttpTransport *self, const AiohttpTransportRequest *request,
                                              AiohttpTransportFunc func, gpointer data);
/* Gives the request up; its function is not called. */
void aiohttp_transport_call_cancel (AiohttpTransportCall *call);

/* All connections end: calls under way fail with AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, and so do reads of bodies. */
void aiohttp_transport_close (AiohttpTransport *self);

void aiohttp_transport_clear_dns_cache (AiohttpTransport *self, const char *host, guint port);

/* The rest is for transports. */

void aiohttp_transport_configure (AiohttpTransport *self, const AiohttpTransportOptions *options);

/* There is a connection: its timeout ends. */
void aiohttp_transport_call_connected (AiohttpTransportCall *call);
void aiohttp_transport_call_return (AiohttpTransportCall *call, AiohttpTransportReply *reply /* taken */,
                                    GError *error /* taken */);
/* The same with an error out of start(). */
void aiohttp_transport_call_fail_later (AiohttpTransportCall *call, GError *error /* taken */);

/* NULL for one that came by no transport, from a cache say: it has ended. */
AiohttpTransportReply *aiohttp_transport_reply_new (AiohttpTransport *transport);

/* Tell of an event of a request, without arguments of its own and with some. */
#define aiohttp_transport_emit(request, event)                                                                         \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    const AiohttpTransportEvents *events_ = (request)->events;                                                         \
    if (G_UNLIKELY (events_ != NULL) && events_->event != NULL)                                                        \
      events_->event ((request)->events_data);                                                                         \
  }                                                                                                                    \
  G_STMT_END
#define aiohttp_transport_emit_with(request, event, ...)                                                               \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    const AiohttpTransportEvents *events_ = (request)->events;                                                         \
    if (G_UNLIKELY (events_ != NULL) && events_->event != NULL)                                                        \
      events_->event (__VA_ARGS__, (request)->events_data);                                                            \
  }                                                                                                                    \
  G_STMT_END

G_END_DECLS
