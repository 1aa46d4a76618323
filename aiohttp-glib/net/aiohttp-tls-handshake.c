/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-channel-state-private.h"

#include "aiohttp-error.h"
#include "aiohttp-tls-info-private.h"

static int
on_client_hello (gnutls_session_t session)
{
  AiohttpTlsChannel *self = gnutls_session_get_ptr (session);
  g_autofree char *name = NULL;
  g_autoptr (AiohttpTlsContext) chosen = NULL;
  AiohttpTlsSettings *settings;

  if (!aiohttp_tls_context_chooses (self->context))
    return 0;
  name = aiohttp_tls_dup_server_name (session);
  if (!aiohttp_tls_context_choose (self->context, name, &chosen, &self->failure))
    return GNUTLS_E_UNRECOGNIZED_NAME;
  if (chosen == NULL)
    return 0;
  settings = aiohttp_tls_context_ref_settings (chosen, &self->failure);
  if (settings == NULL)
    return GNUTLS_E_UNRECOGNIZED_NAME;
  aiohttp_tls_settings_apply_late (settings, session);
  /* The ticket key and the priorities are still those of the first. */
  g_clear_pointer (&self->late_settings, aiohttp_tls_settings_unref);
  self->late_settings = settings;
  return 0;
}

static AiohttpTlsSettings *
get_peer_settings (AiohttpTlsChannel *self)
{
  return self->late_settings != NULL ? self->late_settings : self->settings;
}

/* FALSE: why is in failure. */
static gboolean
verify (AiohttpTlsChannel *self)
{
  self->verified = TRUE;
  return aiohttp_tls_settings_verify (get_peer_settings (self), self->session, self->server_name,
                                      self->failure == NULL ? &self->failure : NULL);
}

static int
on_verify (gnutls_session_t session)
{
  return verify (gnutls_session_get_ptr (session)) ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

static int
on_ticket (gnutls_session_t session, unsigned type, unsigned when, unsigned incoming, const gnutls_datum_t *message)
{
  AiohttpTlsChannel *self = gnutls_session_get_ptr (session);

  self->has_session = TRUE;
  return 0;
}

void
aiohttp_tls_channel_store_session (AiohttpTlsChannel *self)
{
  self->has_session = FALSE;
  if (self->session_key != NULL)
    aiohttp_tls_settings_store_session (self->settings, self->session_key, self->session);
}

int
aiohttp_tls_channel_start_session (AiohttpTlsChannel *self)
{
  unsigned flags = GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL;
  int code;

  flags |= self->is_server ? GNUTLS_SERVER : GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT;
  if (!aiohttp_tls_settings_has_tickets (self->settings))
    flags |= GNUTLS_NO_TICKETS;
  code = gnutls_init (&self->session, flags);
  if (code < 0)
    {
      self->session = NULL;
      return code;
    }
  gnutls_session_set_ptr (self->session, self);
  aiohttp_tls_channel_set_transport (self);
  /* The deadline is a timer of ours. */
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_session_set_verify_function (self->session, on_verify);
  code = aiohttp_tls_settings_apply (self->settings, self->session);
  if (code < 0)
    return code;
  if (self->is_server)
    {
      gnutls_handshake_set_post_client_hello_function (self->session, on_client_hello);
      return 0;
    }
  if (self->server_name != NULL && !g_hostname_is_ip_address (self->server_name))
    code = gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, self->server_name, strlen (self->server_name));
  if (self->session_key != NULL)
    {
      gnutls_handshake_set_hook_function (self->session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_POST,
                                          on_ticket);
      aiohttp_tls_settings_resume_session (self->settings, self->session_key, self->session);
    }
  return code;
}

gboolean
aiohttp_tls_channel_check_first_bytes (AiohttpTlsChannel *self)
{
  guint8 first;

  if (!self->is_server || self->sniffed)
    return TRUE;
  if (aiohttp_byte_buffer_length (&self->kept) == 0)
    {
      gssize n = aiohttp_tls_channel_refill (self);

      if (n <= 0)
        {
          if (n == 0)
            aiohttp_tls_channel_fail (self, GNUTLS_E_PREMATURE_TERMINATION);
          else if (self->broken != 0)
            aiohttp_tls_channel_fail (self, GNUTLS_E_PULL_ERROR);
          return FALSE;
        }
    }
  self->sniffed = TRUE;
  first = *aiohttp_byte_buffer_data (&self->kept);
  if (first == 22) /* a handshake's record (RFC 8446, 5.1) */
    return TRUE;
  self->failure = g_error_new (G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, "The client does not speak TLS");
  if (self->plain_answer != NULL && g_ascii_isupper (first))
    {
      aiohttp_byte_buffer_append_string (&self->out, self->plain_answer);
      self->refused = TRUE;
    }
  aiohttp_tls_channel_fail (self, GNUTLS_E_PREMATURE_TERMINATION);
  return FALSE;
}

int
aiohttp_tls_channel_shake_hands (AiohttpTlsChannel *self)
{
  int code;

  self->shaking = TRUE;
  do
    code = gnutls_handshake (self->session);
  while (code == GNUTLS_E_WARNING_ALERT_RECEIVED && ++self->n_warnings <= AIOHTTP_TLS_MAX_WARNINGS);
  if (self->unproductive > AIOHTTP_TLS_MAX_UNPRODUCTIVE)
    code = GNUTLS_E_HANDSHAKE_TOO_LARGE;
  /* What a ticket says was good when it was given: this context may have stricter rules than that time's. */
  if (code == GNUTLS_E_SUCCESS && self->is_server && !self->verified && !verify (self))
    code = GNUTLS_E_CERTIFICATE_ERROR;
  if (code < 0 && (gnutls_error_is_fatal (code) || code == GNUTLS_E_WARNING_ALERT_RECEIVED))
    aiohttp_tls_channel_fail (self, code);
  self->shaking = FALSE;
  return code;
}
