/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-soup-route-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-tls-context-private.h"
#include "aiohttp-tls-gio-private.h"
#include "aiohttp-tunnel-private.h"

/* Kept at a time; when another is needed, all of them end with their requests. */
#define MAX_ROUTES 32

struct _AiohttpSoupRoute
{
  int ref_count;
  SoupSession *session;
  AiohttpTlsSettings *settings; /* NULL: the system's trust */
  AiohttpTlsGio gio;
  char *server_name;
  char *credentials; /* for the proxy */
  SoupMessageHeaders *proxy_headers;
  gboolean has_proxy;
  gboolean is_flooded;
  guint n_interim;   /* of the last CONNECT */
  gboolean forwards; /* an http request goes to the proxy as it is */
};

static void
append_field (const char *name, const char *value, gpointer text)
{
  g_string_append_printf (text, "\n%s:%s", name, value);
}

static char *
make_key (const AiohttpTransportRequest *request, AiohttpTlsSettings *settings)
{
  GString *key = g_string_new (NULL);
  g_autofree char *proxy = request->proxy != NULL ? g_uri_to_string (request->proxy) : NULL;

  g_string_printf (key, "%p %s %s", (void *) settings, proxy != NULL ? proxy : "-",
                   request->server_hostname != NULL ? request->server_hostname : "");
  if (request->proxy != NULL && request->proxy_headers != NULL)
    soup_message_headers_foreach (request->proxy_headers, append_field, key);
  return g_string_free (key, FALSE);
}

/* libsoup's own authentication is off: what a proxy's URL has is told to it here. */
static AiohttpSoupRoute *
route_new (const AiohttpTransportRequest *request, AiohttpTlsContext *tls, AiohttpTlsSettings *settings, GError **error)
{
  AiohttpSoupRoute *self = g_new0 (AiohttpSoupRoute, 1);

  self->ref_count = 1;
  self->gio.verify = TRUE;
  if (tls != NULL && !aiohttp_tls_context_to_gio (tls, &self->gio, error))
    {
      aiohttp_soup_route_unref (self);
      return NULL;
    }
  self->settings = settings != NULL ? aiohttp_tls_settings_ref (settings) : NULL;
  self->server_name = g_strdup (request->server_hostname);
  if (request->proxy == NULL || g_str_has_prefix (g_uri_get_scheme (request->proxy), "socks"))
    return self;
  self->has_proxy = TRUE;
  self->credentials = aiohttp_tunnel_make_credentials (request->proxy);
  self->forwards = strcmp (g_uri_get_scheme (request->proxy), "http") == 0;
  if (request->proxy_headers != NULL)
    self->proxy_headers = soup_message_headers_ref (request->proxy_headers);
  return self;
}

static void
add_field (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

static void
tell_proxy (AiohttpSoupRoute *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (self->proxy_headers != NULL)
    soup_message_headers_foreach (self->proxy_headers, add_field, headers);
  if (self->credentials != NULL && soup_message_headers_get_one (headers, "Proxy-Authorization") == NULL)
    soup_message_headers_append (headers, "Proxy-Authorization", self->credentials);
}

static void
unref_closure (gpointer data, GClosure *closure)
{
  aiohttp_soup_route_unref (data);
}

/* A proxy's flood is read in one go, in which no timeout fires; nothing else ends it than the end of all that goes by it. */
static void
on_interim_of_proxy (SoupMessage *message, gpointer data)
{
  AiohttpSoupRoute *self = data;

  if (++self->n_interim <= AIOHTTP_SOUP_MAX_INTERIM)
    return;
  self->is_flooded = TRUE;
  soup_session_abort (self->session);
}

/* libsoup asks the proxy for tunnels by itself. */
static void
on_request_queued (SoupSession *session, SoupMessage *message, gpointer data)
{
  AiohttpSoupRoute *self = data;

  if (strcmp (soup_message_get_method (message), "CONNECT") != 0)
    return;
  tell_proxy (self, message);
  self->n_interim = 0;
  g_signal_connect_data (message, "got-informational", G_CALLBACK (on_interim_of_proxy), aiohttp_soup_route_ref (self),
                         unref_closure, 0);
}

static void
set_session (AiohttpSoupRoute *self, SoupSession *session)
{
  self->session = session;
  if (self->gio.database != NULL)
    soup_session_set_tls_database (session, self->gio.database);
  if (self->has_proxy)
    g_signal_connect (session, "request-queued", G_CALLBACK (on_request_queued), self);
}

GHashTable *
aiohttp_soup_routes_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) aiohttp_soup_route_unref);
}

AiohttpSoupRoute *
aiohttp_soup_routes_ref (GHashTable *routes, const AiohttpTransportRequest *request, AiohttpTlsContext *tls,
                         SoupSession *(*make_session) (gpointer data, GUri *proxy), gpointer data, GError **error)
{
  g_autoptr (AiohttpTlsSettings) settings = tls != NULL ? aiohttp_tls_context_ref_settings (tls, error) : NULL;
  g_autofree char *key = NULL;
  AiohttpSoupRoute *self;

  if (tls != NULL && settings == NULL)
    return NULL;
  key = make_key (request, settings);
  self = g_hash_table_lookup (routes, key);
  if (self != NULL)
    return aiohttp_soup_route_ref (self);
  self = route_new (request, tls, settings, error);
  if (self == NULL)
    return NULL;
  if (g_hash_table_size (routes) >= MAX_ROUTES)
    g_hash_table_remove_all (routes);
  set_session (self, make_session (data, request->proxy));
  g_hash_table_insert (routes, g_steal_pointer (&key), aiohttp_soup_route_ref (self));
  return self;
}

gboolean
aiohttp_soup_route_is_flooded (AiohttpSoupRoute *self)
{
  return self->is_flooded;
}

SoupSession *
aiohttp_soup_route_get_session (AiohttpSoupRoute *self)
{
  return self->session;
}

AiohttpSoupRoute *
aiohttp_soup_route_ref (AiohttpSoupRoute *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_soup_route_unref (AiohttpSoupRoute *self)
{
  if (--self->ref_count > 0)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->settings, aiohttp_tls_settings_unref);
  aiohttp_tls_gio_clear (&self->gio);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_free (self->credentials);
  g_free (self->server_name);
  g_free (self);
}

/* A pinned certificate is looked at once the handshake is over. */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                       AiohttpSoupRoute *self)
{
  return self->gio.pinned || !self->gio.verify;
}

static gboolean
on_request_certificate (SoupMessage *message, GTlsClientConnection *connection, AiohttpSoupRoute *self)
{
  soup_message_set_tls_client_certificate (message, self->gio.certificate);
  return TRUE;
}

static void
unref_route (gpointer data, GClosure *closure)
{
  aiohttp_soup_route_unref (data);
}

void
aiohttp_soup_route_prepare (AiohttpSoupRoute *self, SoupMessage *message)
{
  if (self->gio.pinned || !self->gio.verify)
    g_signal_connect_data (message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                           aiohttp_soup_route_ref (self), unref_route, 0);
  if (self->gio.certificate != NULL)
    g_signal_connect_data (message, "request-certificate", G_CALLBACK (on_request_certificate),
                           aiohttp_soup_route_ref (self), unref_route, 0);
  if (self->forwards && strcmp (g_uri_get_scheme (soup_message_get_uri (message)), "http") == 0)
    tell_proxy (self, message);
}

void
aiohttp_soup_route_begin_tls (AiohttpSoupRoute *self, GIOStream *connection, const char *host)
{
  g_autofree char *name = g_strdup (self->server_name != NULL ? self->server_name : host);
  gsize length = strlen (name);
  g_autoptr (GSocketConnectable) identity = NULL;

  /* no certificate has the root's dot */
  if (length > 1 && name[length - 1] == '.')
    name[length - 1] = '\0';
  else if (self->server_name == NULL)
    return;
  if (!G_IS_TLS_CLIENT_CONNECTION (connection))
    return;
  identity = g_network_address_new (name, 0);
  g_tls_client_connection_set_server_identity (G_TLS_CLIENT_CONNECTION (connection), identity);
}

/* GIO resumes what any other connection of the process had agreed on with the server, whomever that one trusted: what it
 * finds wrong with the certificate then is only noted. */
static gboolean
check_verdict (AiohttpSoupRoute *self, GTlsConnection *connection, GError **error)
{
  if (!self->gio.verify || g_tls_connection_get_peer_certificate_errors (connection) == 0)
    return TRUE;
  g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "Unacceptable TLS certificate");
  return FALSE;
}

gboolean
aiohttp_soup_route_check_tls (AiohttpSoupRoute *self, GIOStream *connection, GError **error)
{
  GTlsCertificate *certificate;
  g_autoptr (GByteArray) der = NULL;

  if (!G_IS_TLS_CONNECTION (connection))
    return TRUE;
  if (!self->gio.pinned)
    return check_verdict (self, G_TLS_CONNECTION (connection), error);
  certificate = g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (connection));
  if (certificate != NULL)
    g_object_get (certificate, "certificate", &der, NULL);
  if (der != NULL)
    return aiohttp_tls_settings_check_fingerprint (self->settings, der->data, der->len, error);
  g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED, "The server sent no certificate");
  return FALSE;
}
