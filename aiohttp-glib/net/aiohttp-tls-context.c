/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-context.h"
#include "aiohttp-tls-context-state-private.h"

#include <gnutls/gnutls.h>

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"

/**
 * AiohttpTlsContext:
 *
 * What one end of TLS connections has: its certificate, whom it trusts, and the rules of the handshake.
 *
 * A server's has a certificate with its private key, and is given to a site ([property@Aiohttp.Site:tls]); a client's
 * says which servers are trusted, the system's authorities if nothing else is set.
 *
 * One context serves any number of connections, in all threads. It may be changed at any time, by one thread at a time:
 * what is set is for the connections that are made from then on, open ones go on with what they began with. So a new certificate needs no
 * restart: [method@Aiohttp.TlsContext.reload] reads the files again. What cannot be used is refused by the methods that
 * have an error; what a property is set to is looked at when it is needed first, by [method@Aiohttp.TlsContext.check] or
 * when a site starts.
 *
 * TLS 1.3 and 1.2 are spoken, nothing older; which ciphers, the system's policy says (GnuTLS's default priorities) or
 * [property@Aiohttp.TlsContext:priorities]. The handshake takes no thread, and neither does anything that follows it.
 *
 * Limits: a key that is locked by a password is read with
 * [method@Aiohttp.TlsContext.load_certificate]. A key in a PKCS #11 token works if the certificate names it
 * (`private-key-pkcs11-uri`) and the token needs no PIN, or has it in the URI; signing then takes as long as the token
 * does, and the event loop waits for it. So it does for a [class@Gio.TlsDatabase] that takes its time.
 *
 * aiohttp: `ssl.SSLContext`, `Fingerprint`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_SERVER_SIDE,
  PROP_DATABASE,
  PROP_VERIFY,
  PROP_FINGERPRINTS,
  PROP_AUTHENTICATION_MODE,
  PROP_PRIORITIES,
  PROP_ALPN_PROTOCOLS,
  PROP_SESSION_TICKETS,
  PROP_HANDSHAKE_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpTlsContext, aiohttp_tls_context, G_TYPE_OBJECT)

void
aiohttp_tls_context_changed (AiohttpTlsContext *self)
{
  g_clear_pointer (&self->settings, aiohttp_tls_settings_unref);
}

static GBytes *
make_ticket_key (void)
{
  gnutls_datum_t key;

  if (gnutls_session_ticket_key_generate (&key) < 0)
    return NULL;
  return g_bytes_new_with_free_func (key.data, key.size, gnutls_free, key.data);
}

/* With the lock. */
static AiohttpTlsSettings *
make_settings (AiohttpTlsContext *self, GError **error)
{
  if (self->settings != NULL)
    return self->settings;
  if (self->config.server && self->config.session_tickets && self->config.ticket_key == NULL)
    self->config.ticket_key = make_ticket_key ();
  self->settings = aiohttp_tls_settings_new (&self->config, error);
  return self->settings;
}

AiohttpTlsSettings *
aiohttp_tls_context_ref_settings (AiohttpTlsContext *self, GError **error)
{
  AiohttpTlsSettings *settings;

  g_mutex_lock (&self->lock);
  settings = make_settings (self, error);
  if (settings != NULL)
    aiohttp_tls_settings_ref (settings);
  g_mutex_unlock (&self->lock);
  return settings;
}

static void
destroy_chooser (gpointer data)
{
  AiohttpTlsChooser *chooser = data;

  if (chooser->destroy != NULL)
    chooser->destroy (chooser->data);
}

static void
release_chooser (gpointer data)
{
  g_atomic_rc_box_release_full (data, destroy_chooser);
}

gboolean
aiohttp_tls_context_chooses (AiohttpTlsContext *self)
{
  gboolean chooses;

  g_mutex_lock (&self->lock);
  chooses = self->chooser != NULL;
  g_mutex_unlock (&self->lock);
  return chooses;
}

gboolean
aiohttp_tls_context_choose (AiohttpTlsContext *self, const char *server_name, AiohttpTlsContext **chosen,
                            GError **error)
{
  g_autoptr (AiohttpTlsContext) context = NULL;
  AiohttpTlsChooser *chooser;
  GError *refusal = NULL;

  *chosen = NULL;
  g_mutex_lock (&self->lock);
  chooser = self->chooser != NULL ? g_atomic_rc_box_acquire (self->chooser) : NULL;
  g_mutex_unlock (&self->lock);
  if (chooser == NULL)
    return TRUE;
  context = chooser->func (self, server_name, chooser->data, &refusal);
  release_chooser (chooser);
  if (refusal != NULL)
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  if (context == NULL || context == self)
    return TRUE;
  if (!aiohttp_tls_context_get_server_side (context))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "The server name function gave a context for clients");
      return FALSE;
    }
  *chosen = g_steal_pointer (&context);
  return TRUE;
}

static void
aiohttp_tls_context_finalize (GObject *object)
{
  AiohttpTlsContext *self = AIOHTTP_TLS_CONTEXT (object);
  AiohttpTlsConfig *config = &self->config;

  aiohttp_tls_context_changed (self);
  if (self->chooser != NULL)
    aiohttp_call_out (release_chooser, g_steal_pointer (&self->chooser));
  g_clear_object (&config->certificate);
  g_clear_object (&config->database);
  g_clear_pointer (&config->certificate_pem, g_bytes_unref);
  g_clear_pointer (&config->key_pem, g_bytes_unref);
  g_clear_pointer (&config->ca_pem, g_bytes_unref);
  g_clear_pointer (&config->ticket_key, g_bytes_unref);
  g_strfreev (config->fingerprints);
  g_strfreev (config->alpn_protocols);
  g_free (config->priorities);
  aiohttp_tls_config_clear_password (config);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->authorities_file);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (aiohttp_tls_context_parent_class)->finalize (object);
}

static void
aiohttp_tls_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTlsContext *self = AIOHTTP_TLS_CONTEXT (object);
  const AiohttpTlsConfig *config = &self->config;

  switch (id)
    {
    case PROP_SERVER_SIDE:
      g_value_set_boolean (value, config->server);
      break;
    case PROP_DATABASE:
      g_value_set_object (value, config->database);
      break;
    case PROP_VERIFY:
      g_value_set_boolean (value, config->verify);
      break;
    case PROP_FINGERPRINTS:
      g_value_set_boxed (value, config->fingerprints);
      break;
    case PROP_AUTHENTICATION_MODE:
      g_value_set_enum (value, (int) config->authentication_mode);
      break;
    case PROP_PRIORITIES:
      g_value_set_string (value, config->priorities);
      break;
    case PROP_ALPN_PROTOCOLS:
      g_value_set_boxed (value, config->alpn_protocols);
      break;
    case PROP_SESSION_TICKETS:
      g_value_set_boolean (value, config->session_tickets);
      break;
    case PROP_HANDSHAKE_TIMEOUT:
      g_value_set_double (value, config->handshake_timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tls_context_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpTlsContext *self = AIOHTTP_TLS_CONTEXT (object);
  AiohttpTlsConfig *config = &self->config;
  g_autoptr (GObject) old_database = NULL;

  g_mutex_lock (&self->lock);
  switch (id)
    {
    case PROP_SERVER_SIDE:
      config->server = g_value_get_boolean (value);
      break;
    case PROP_DATABASE:
      old_database = (GObject *) config->database;
      config->database = g_value_dup_object (value);
      break;
    case PROP_VERIFY:
      config->verify = g_value_get_boolean (value);
      break;
    case PROP_FINGERPRINTS:
      g_strfreev (config->fingerprints);
      config->fingerprints = g_value_dup_boxed (value);
      break;
    case PROP_AUTHENTICATION_MODE:
      config->authentication_mode = (GTlsAuthenticationMode) g_value_get_enum (value);
      break;
    case PROP_PRIORITIES:
      g_free (config->priorities);
      config->priorities = g_value_dup_string (value);
      break;
    case PROP_ALPN_PROTOCOLS:
      g_strfreev (config->alpn_protocols);
      config->alpn_protocols = g_value_dup_boxed (value);
      break;
    case PROP_SESSION_TICKETS:
      config->session_tickets = g_value_get_boolean (value);
      break;
    case PROP_HANDSHAKE_TIMEOUT:
      config->handshake_timeout = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  aiohttp_tls_context_changed (self);
  g_mutex_unlock (&self->lock);
}

static void
install_trust (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  /**
   * AiohttpTlsContext:database: (getter get_database) (setter set_database)
   *
   * Says which certificates of the peer are trusted, instead of the authorities that were loaded or the system's. It
   * is asked in the event loop's thread, which waits for it: one that reads files has to have read them.
   *
   * Since: 0.1
   */
  properties[PROP_DATABASE] = g_param_spec_object ("database", NULL, NULL, G_TYPE_TLS_DATABASE, flags);

  /**
   * AiohttpTlsContext:verify: (getter get_verify) (setter set_verify)
   *
   * Whether the peer's certificate is verified at all. The default is %TRUE; without it whoever sits between can read
   * and change everything. aiohttp: `ssl=False`
   *
   * Since: 0.1
   */
  properties[PROP_VERIFY] = g_param_spec_boolean ("verify", NULL, NULL, TRUE, flags | G_PARAM_CONSTRUCT);

  /**
   * AiohttpTlsContext:fingerprints: (getter get_fingerprints) (setter set_fingerprints)
   *
   * SHA-256 fingerprints, in hexadecimal digits, of which the peer's certificate must have one. Authorities, names and
   * dates are then not looked at. aiohttp: `Fingerprint`
   *
   * Since: 0.1
   */
  properties[PROP_FINGERPRINTS] = g_param_spec_boxed ("fingerprints", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpTlsContext:authentication-mode: (getter get_authentication_mode) (setter set_authentication_mode)
   *
   * Of a server: whether clients are asked for a certificate. A client that sends one has to send a good one in any
   * case. The default is not to ask. aiohttp: `SSLContext.verify_mode`
   *
   * Since: 0.1
   */
  properties[PROP_AUTHENTICATION_MODE] =
      g_param_spec_enum ("authentication-mode", NULL, NULL, G_TYPE_TLS_AUTHENTICATION_MODE, G_TLS_AUTHENTICATION_NONE,
                         flags | G_PARAM_CONSTRUCT);
}

static void
install_protocol (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  /**
   * AiohttpTlsContext:priorities:
   *
   * Ciphers, groups and versions as a GnuTLS priority string, such as `SECURE256:%SERVER_PRECEDENCE` or
   * `NORMAL:-VERS-TLS1.2`; %NULL for the system's policy. TLS 1.0 and 1.1 are off whatever it says.
   *
   * Since: 0.1
   */
  properties[PROP_PRIORITIES] = g_param_spec_string ("priorities", NULL, NULL, NULL, flags);

  /**
   * AiohttpTlsContext:alpn-protocols:
   *
   * The application protocols that are offered or accepted (RFC 7301), the first the best: `http/1.1` by default. A
   * client that offers others only is refused; one that offers none is served.
   *
   * Since: 0.1
   */
  properties[PROP_ALPN_PROTOCOLS] = g_param_spec_boxed ("alpn-protocols", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpTlsContext:session-tickets:
   *
   * Whether sessions may be resumed. The default is %TRUE. A server gives tickets whose key it has made for itself and
   * which lasts as long as the context; a client keeps the tickets of the last hundred servers.
   *
   * Since: 0.1
   */
  properties[PROP_SESSION_TICKETS] =
      g_param_spec_boolean ("session-tickets", NULL, NULL, TRUE, flags | G_PARAM_CONSTRUCT);

  /**
   * AiohttpTlsContext:handshake-timeout:
   *
   * How long a handshake may take, in seconds, up to a tenth of a second late; then the connection is closed. The
   * default is 10 seconds; 0 for no limit of its own. aiohttp: `ssl_handshake_timeout`
   *
   * Since: 0.1
   */
  properties[PROP_HANDSHAKE_TIMEOUT] =
      g_param_spec_double ("handshake-timeout", NULL, NULL, 0, G_MAXINT / 1000, 10, flags | G_PARAM_CONSTRUCT);
}

static void
aiohttp_tls_context_class_init (AiohttpTlsContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_tls_context_finalize;
  object_class->get_property = aiohttp_tls_context_get_property;
  object_class->set_property = aiohttp_tls_context_set_property;

  /**
   * AiohttpTlsContext:server-side: (getter get_server_side)
   *
   * Whether it is for servers; else it is for clients.
   *
   * Since: 0.1
   */
  properties[PROP_SERVER_SIDE] = g_param_spec_boolean (
      "server-side", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  install_trust ();
  install_protocol ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_tls_context_init (AiohttpTlsContext *self)
{
  static const char *const alpn_protocols[] = { "http/1.1", NULL };

  g_mutex_init (&self->lock);
  self->config.alpn_protocols = g_strdupv ((char **) alpn_protocols);
}

/**
 * aiohttp_tls_context_new_client:
 *
 * Makes a context for clients, which trusts the system's authorities until something else is set.
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_tls_context_new_client (void)
{
  return g_object_new (AIOHTTP_TYPE_TLS_CONTEXT, NULL);
}

/**
 * aiohttp_tls_context_new_server:
 * @certificate: a certificate with its private key and its issuers, as g_tls_certificate_new_from_files() makes it
 * @error: return location of the error
 *
 * Makes a context for servers.
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_tls_context_new_server (GTlsCertificate *certificate, GError **error)
{
  g_autoptr (AiohttpTlsContext) self = NULL;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);

  self = g_object_new (AIOHTTP_TYPE_TLS_CONTEXT, "server-side", TRUE, NULL);
  if (!aiohttp_tls_context_set_certificate (self, certificate, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * aiohttp_tls_context_new_server_for_files:
 * @certificate_file: (type filename): a PEM file of the certificate and of its issuers behind it
 * @private_key_file: (type filename) (nullable): a PEM file of the private key; %NULL if it is in @certificate_file too
 * @error: return location of the error
 *
 * Makes a context for servers from files, as certificate authorities and their tools leave them
 * ([method@Aiohttp.TlsContext.load_certificate]). It needs no TLS backend of GIO's.
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_tls_context_new_server_for_files (const char *certificate_file, const char *private_key_file, GError **error)
{
  g_autoptr (AiohttpTlsContext) self = NULL;

  g_return_val_if_fail (certificate_file != NULL, NULL);

  self = g_object_new (AIOHTTP_TYPE_TLS_CONTEXT, "server-side", TRUE, NULL);
  if (!aiohttp_tls_context_load_certificate (self, certificate_file, private_key_file, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * aiohttp_tls_context_get_server_side:
 * @self: a context
 *
 * Tells whether the context is for servers.
 *
 * Returns: %TRUE for servers, %FALSE for clients
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_get_server_side (AiohttpTlsContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);

  return self->config.server;
}

/**
 * aiohttp_tls_context_check:
 * @self: a context
 * @error: return location of the error
 *
 * Finds out whether connections can be made with what is set: that a server has a certificate, that priorities and
 * fingerprints can be read. A site does it when it starts.
 *
 * Returns: whether they can
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_check (AiohttpTlsContext *self, GError **error)
{
  AiohttpTlsSettings *settings;

  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);

  settings = aiohttp_tls_context_ref_settings (self, error);
  if (settings == NULL)
    return FALSE;
  aiohttp_tls_settings_unref (settings);
  return TRUE;
}

/**
 * aiohttp_tls_context_set_server_name_func:
 * @self: a context for servers
 * @func: (scope notified) (closure user_data) (destroy destroy) (nullable): chooses a context; runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets what chooses the certificate by the host that a client asks for; %NULL to serve all hosts with this one.
 *
 * aiohttp: `SSLContext.sni_callback`
 *
 * Since: 0.1
 */
void
aiohttp_tls_context_set_server_name_func (AiohttpTlsContext *self, AiohttpTlsServerNameFunc func, gpointer user_data,
                                          GDestroyNotify destroy)
{
  AiohttpTlsChooser *chooser = NULL;
  AiohttpTlsChooser *old;

  g_return_if_fail (AIOHTTP_IS_TLS_CONTEXT (self));

  if (func != NULL)
    {
      chooser = g_atomic_rc_box_new (AiohttpTlsChooser);
      *chooser = (AiohttpTlsChooser){ func, user_data, destroy };
    }
  g_mutex_lock (&self->lock);
  old = self->chooser;
  self->chooser = chooser;
  g_mutex_unlock (&self->lock);
  if (old != NULL)
    aiohttp_call_out (release_chooser, old);
}

/**
 * aiohttp_tls_context_get_database:
 * @self: a context
 *
 * Gets the database that says which certificates are trusted.
 *
 * Returns: (transfer none) (nullable): the database, or %NULL if there is none
 *
 * Since: 0.1
 */
GTlsDatabase *
aiohttp_tls_context_get_database (AiohttpTlsContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), NULL);

  return self->config.database;
}

/**
 * aiohttp_tls_context_set_database:
 * @self: a context
 * @database: (nullable): a database, or %NULL for none
 *
 * Sets the database that says which certificates are trusted.
 *
 * Since: 0.1
 */
void
aiohttp_tls_context_set_database (AiohttpTlsContext *self, GTlsDatabase *database)
{
  g_return_if_fail (AIOHTTP_IS_TLS_CONTEXT (self));

  g_object_set (self, "database", database, NULL);
}

/**
 * aiohttp_tls_context_get_verify:
 * @self: a context
 *
 * Tells whether the peer's certificate is verified.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_tls_context_get_verify (AiohttpTlsContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), FALSE);

  return self->config.verify;
}

/**
 * aiohttp_tls_context_set_verify:
 * @self: a context
 * @verify: whether to verify
 *
 * Sets whether the peer's certificate is verified.
 *
 * Since: 0.1
 */
void
aiohttp_tls_context_set_verify (AiohttpTlsContext *self, gboolean verify)
{
  g_return_if_fail (AIOHTTP_IS_TLS_CONTEXT (self));

  g_object_set (self, "verify", verify, NULL);
}

/**
 * aiohttp_tls_context_get_fingerprints:
 * @self: a context
 *
 * Gets the fingerprints of which the peer's certificate must have one.
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the fingerprints, or %NULL for none
 *
 * Since: 0.1
 */
const char *const *
aiohttp_tls_context_get_fingerprints (AiohttpTlsContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), NULL);

  return (const char *const *) self->config.fingerprints;
}

/**
 * aiohttp_tls_context_set_fingerprints:
 * @self: a context
 * @fingerprints: (nullable) (array zero-terminated=1): SHA-256 fingerprints in hexadecimal digits, or %NULL for none
 *
 * Sets the fingerprints of which the peer's certificate must have one.
 *
 * Since: 0.1
 */
void
aiohttp_tls_context_set_fingerprints (AiohttpTlsContext *self, const char *const *fingerprints)
{
  g_return_if_fail (AIOHTTP_IS_TLS_CONTEXT (self));

  g_object_set (self, "fingerprints", fingerprints, NULL);
}

/**
 * aiohttp_tls_context_get_authentication_mode:
 * @self: a context
 *
 * Tells whether clients are asked for a certificate.
 *
 * Returns: the mode
 *
 * Since: 0.1
 */
GTlsAuthenticationMode
aiohttp_tls_context_get_authentication_mode (AiohttpTlsContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TLS_CONTEXT (self), G_TLS_AUTHENTICATION_NONE);

  return self->config.authentication_mode;
}

/**
 * aiohttp_tls_context_set_authentication_mode:
 * @self: a context
 * @mode: the mode
 *
 * Sets whether clients are asked for a certificate.
 *
 * Since: 0.1
 */
void
aiohttp_tls_context_set_authentication_mode (AiohttpTlsContext *self, GTlsAuthenticationMode mode)
{
  g_return_if_fail (AIOHTTP_IS_TLS_CONTEXT (self));

  g_object_set (self, "authentication-mode", mode, NULL);
}
