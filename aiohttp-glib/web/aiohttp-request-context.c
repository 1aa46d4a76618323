/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include "aiohttp-application.h"

void
aiohttp_request_cancel (AiohttpRequest *self)
{
  self->gone = TRUE;
  aiohttp_request_foreach_clone (self, aiohttp_request_cancel);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

char *
aiohttp_format_address (const struct sockaddr *address, gboolean with_port)
{
  char text[INET6_ADDRSTRLEN] = "";

  switch (address->sa_family)
    {
    case AF_INET:
      {
        const struct sockaddr_in *in = (const struct sockaddr_in *) (gconstpointer) address;

        inet_ntop (AF_INET, &in->sin_addr, text, sizeof text);
        return with_port ? g_strdup_printf ("%s:%u", text, ntohs (in->sin_port)) : g_strdup (text);
      }
    case AF_INET6:
      {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *) (gconstpointer) address;

        inet_ntop (AF_INET6, &in->sin6_addr, text, sizeof text);
        return with_port ? g_strdup_printf ("[%s]:%u", text, ntohs (in->sin6_port)) : g_strdup (text);
      }
    default:
      return NULL;
    }
}

/**
 * aiohttp_request_get_remote:
 * @self: a request
 *
 * Gets the address of the client's end of the connection. Forwarded headers are not looked at, since anybody can send
 * them. It must be asked for before the answer is given.
 *
 * Returns: (nullable): the address, or %NULL where there is none, as on a Unix socket
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_remote (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->remote == NULL && self->stream != NULL)
    self->remote = aiohttp_format_address (self->stream->klass->get_peer (self->stream), FALSE);
  return self->remote;
}

static char *
dup_local_address (AiohttpRequest *self)
{
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;
  char *text = NULL;

  if (self->stream != NULL &&
      getsockname (self->stream->klass->get_fd (self->stream), (struct sockaddr *) &address, &length) == 0)
    text = aiohttp_format_address ((struct sockaddr *) &address, TRUE);
  return text != NULL ? text : g_strdup ("localhost");
}

/**
 * aiohttp_request_get_host:
 * @self: a request
 *
 * Gets the host that the client asked for, with its port if it sent one; else the address of the server's end. The
 * client chooses it freely: compare it before it decides anything.
 *
 * Returns: the host
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_host (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->host == NULL)
    {
      AiohttpSpan host = self->head->host;

      self->host = host.length > 0 ? g_utf8_make_valid (aiohttp_request_span_text (self, host), host.length)
                                   : dup_local_address (self);
    }
  return self->host;
}

/**
 * aiohttp_request_get_scheme:
 * @self: a request
 *
 * Gets the scheme of the connection. What a proxy tells in a header does not change it.
 *
 * Returns: `http` or `https`
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_scheme (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->extra != NULL && self->extra->scheme != NULL)
    return self->extra->scheme;
  return self->secure ? "https" : "http";
}

/**
 * aiohttp_request_get_secure:
 * @self: a request
 *
 * Tells whether the request came over TLS: whether its scheme is `https`.
 *
 * Returns: whether it is secure
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_get_secure (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  return strcmp (aiohttp_request_get_scheme (self), "https") == 0;
}

/**
 * aiohttp_request_get_tls_info:
 * @self: a request
 *
 * Gets what TLS has agreed on with the client: protocol version and cipher, the host that it has asked for, its
 * certificate. It must be asked for before the answer is given.
 *
 * Returns: (transfer none) (nullable): what was agreed on, or %NULL if the request did not come over TLS
 *
 * Since: 0.1
 */
AiohttpTlsInfo *
aiohttp_request_get_tls_info (AiohttpRequest *self)
{
  AiohttpServerStream *stream;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  stream = self->stream;
  return stream != NULL && stream->klass->get_tls_info != NULL ? stream->klass->get_tls_info (stream) : NULL;
}

/**
 * aiohttp_request_get_rel_url:
 * @self: a request
 *
 * Gets the URL without scheme and host: path and query as they were sent, as [method@Aiohttp.Request.get_path_qs] does.
 *
 * Returns: the relative URL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_rel_url (AiohttpRequest *self)
{
  return aiohttp_request_get_path_qs (self);
}

/**
 * aiohttp_request_get_url:
 * @self: a request
 *
 * Gets the whole URL, percent-encoded as it was sent: scheme, host, path and query. The host is what the client calls it.
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_url (AiohttpRequest *self)
{
  AiohttpRequestExtra *extra;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  extra = aiohttp_request_get_extra (self);
  if (extra->url == NULL)
    {
      const char *rest = aiohttp_request_get_path_qs (self);
      gboolean has_path =
          self->head->target_form == AIOHTTP_TARGET_ORIGIN || self->head->target_form == AIOHTTP_TARGET_ABSOLUTE;

      extra->url = g_strconcat (aiohttp_request_get_scheme (self), "://", aiohttp_request_get_host (self),
                                has_path ? rest : "", NULL);
    }
  return extra->url;
}

/**
 * aiohttp_request_get_app:
 * @self: a request
 *
 * Gets the application that handles the request.
 *
 * Returns: (transfer none): the application
 *
 * Since: 0.1
 */
AiohttpApplication *
aiohttp_request_get_app (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return self->app;
}

/**
 * aiohttp_request_get_cancellable:
 * @self: a request
 *
 * Gets a cancellable that is cancelled when the answer is no longer wanted: the client has closed the connection, or
 * the server shuts down. It stays cancelled. A client that only ends its sending side cannot be told from one that has
 * left; an answer that is given all the same is still sent.
 *
 * Returns: (transfer none): the cancellable
 *
 * Since: 0.1
 */
GCancellable *
aiohttp_request_get_cancellable (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      if (self->gone || self->timed_out)
        g_cancellable_cancel (self->cancellable);
    }
  return self->cancellable;
}

/**
 * aiohttp_request_get_task:
 * @self: a request
 *
 * Gets the task in which the C handler runs, to be cancelled or waited for. There is one once the handler has awaited
 * something; what a binding registers has none.
 *
 * Returns: (transfer none) (nullable): the task, or %NULL if there is none
 *
 * Since: 0.1
 */
AiohttpTask *
aiohttp_request_get_task (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  for (AiohttpChainRun *run = self->runs; run != NULL; run = run->outer)
    if (run->task != NULL)
      return run->task;
  return self->task;
}

static guint64
inherited_client_max_size (AiohttpRequest *self)
{
  if (self->route != NULL && self->route->client_max_size >= 0)
    return (guint64) self->route->client_max_size;
  return self->app != NULL ? aiohttp_application_get_client_max_size (self->app) : 0;
}

/**
 * aiohttp_request_get_client_max_size:
 * @self: a request
 *
 * Gets the greatest size of the body when it is read whole, decoded.
 *
 * Returns: the size in bytes; 0 is no limit
 *
 * Since: 0.1
 */
guint64
aiohttp_request_get_client_max_size (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), 0);

  if (self->extra != NULL && self->extra->client_max_size >= 0)
    return (guint64) self->extra->client_max_size;
  return inherited_client_max_size (self);
}

/**
 * aiohttp_request_set_client_max_size:
 * @self: a request
 * @client_max_size: the size in bytes; 0 is no limit
 *
 * Sets the greatest size of the body of this one request, in a middleware or before the handler reads it.
 * [property@Aiohttp.Application:client-max-size] is what holds otherwise.
 *
 * Since: 0.1
 */
void
aiohttp_request_set_client_max_size (AiohttpRequest *self, guint64 client_max_size)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST (self));

  aiohttp_request_get_extra (self)->client_max_size = (gint64) MIN (client_max_size, G_MAXINT64);
}

static gboolean
take_address (const struct sockaddr *address, socklen_t length, GValue *value)
{
  GSocketAddress *object = g_socket_address_new_from_native ((gpointer) address, length);

  if (object == NULL)
    return FALSE;
  g_value_init (value, G_TYPE_SOCKET_ADDRESS);
  g_value_take_object (value, object);
  return TRUE;
}

static gboolean
get_socket_name (int fd, GValue *value)
{
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;

  return getsockname (fd, (struct sockaddr *) &address, &length) == 0 &&
         take_address ((struct sockaddr *) &address, length, value);
}

static gboolean
get_tls_value (AiohttpTlsInfo *info, const char *name, GValue *value)
{
  const char *text = NULL;

  if (info == NULL)
    return FALSE;
  if (strcmp (name, "peercert") == 0 && aiohttp_tls_info_get_peer_certificate (info) != NULL)
    {
      g_value_init (value, G_TYPE_TLS_CERTIFICATE);
      g_value_set_object (value, aiohttp_tls_info_get_peer_certificate (info));
      return TRUE;
    }
  if (strcmp (name, "cipher") == 0)
    text = aiohttp_tls_info_get_cipher (info);
  else if (strcmp (name, "alpn") == 0)
    text = aiohttp_tls_info_get_alpn_protocol (info);
  else if (strcmp (name, "version") == 0)
    text = aiohttp_tls_info_get_protocol_version (info) == G_TLS_PROTOCOL_VERSION_TLS_1_3 ? "TLSv1.3" : "TLSv1.2";
  if (text == NULL)
    return FALSE;
  g_value_init (value, G_TYPE_STRING);
  g_value_set_string (value, text);
  return TRUE;
}

static gboolean
find_extra_info (AiohttpRequest *self, const char *name, GValue *value)
{
  AiohttpServerStream *stream = self->stream;

  if (stream == NULL)
    return FALSE;
  if (strcmp (name, "peername") == 0)
    {
      const struct sockaddr *peer = stream->klass->get_peer (stream);

      if (peer->sa_family != AF_INET && peer->sa_family != AF_INET6)
        return FALSE;
      return take_address (
          peer, peer->sa_family == AF_INET ? sizeof (struct sockaddr_in) : sizeof (struct sockaddr_in6), value);
    }
  if (strcmp (name, "sockname") == 0)
    return get_socket_name (stream->klass->get_fd (stream), value);
  if (strcmp (name, "socket") == 0)
    {
      g_value_init (value, G_TYPE_INT);
      g_value_set_int (value, stream->klass->get_fd (stream));
      return TRUE;
    }
  return get_tls_value (aiohttp_request_get_tls_info (self), name, value);
}

/**
 * aiohttp_request_get_extra_info:
 * @self: a request
 * @name: what is asked for
 * @value: (out caller-allocates): the answer
 *
 * Gets something of the connection, as asyncio's transports name it: `peername` and `sockname`, a
 * [class@Gio.SocketAddress]; `socket`, the descriptor, for those who set socket options; and over TLS what
 * `ssl_object`'s accessors give there: `peercert`, a [class@Gio.TlsCertificate], `cipher`, `version` and `alpn`, strings.
 * It must be asked for before the answer is given.
 *
 * Returns: whether there is such a thing; else @value is a string that is %NULL
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_get_extra_info (AiohttpRequest *self, const char *name, GValue *value)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  *value = (GValue) G_VALUE_INIT;
  if (find_extra_info (self, name, value))
    return TRUE;
  /* bindings unpack it in any case */
  g_value_init (value, G_TYPE_STRING);
  return FALSE;
}
