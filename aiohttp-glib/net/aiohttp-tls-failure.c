/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-channel-state-private.h"

#include <errno.h>

static GError *
describe_failure (AiohttpTlsChannel *self, int code)
{
  const char *peer = self->is_server ? "client" : "server";

  switch (code)
    {
    case GNUTLS_E_TIMEDOUT:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The TLS handshake took too long");
    case GNUTLS_E_PREMATURE_TERMINATION:
      return self->state == AIOHTTP_TLS_OPEN
                 ? g_error_new (G_TLS_ERROR, G_TLS_ERROR_EOF,
                                "The %s ended the connection without the end of TLS: data may be missing", peer)
                 : g_error_new (G_TLS_ERROR, G_TLS_ERROR_EOF, "The %s ended the connection in the TLS handshake", peer);
    case GNUTLS_E_FATAL_ALERT_RECEIVED:
      {
        gnutls_alert_description_t alert = gnutls_alert_get (self->session);
        const char *name = gnutls_alert_get_name (alert);

        return g_error_new (G_TLS_ERROR,
                            alert == GNUTLS_A_CERTIFICATE_REQUIRED ? G_TLS_ERROR_CERTIFICATE_REQUIRED
                                                                   : G_TLS_ERROR_HANDSHAKE,
                            "The %s refused the TLS connection: %s", peer, name != NULL ? name : "unknown alert");
      }
    case GNUTLS_E_NO_CERTIFICATE_FOUND:
    case GNUTLS_E_CERTIFICATE_REQUIRED:
      return g_error_new (G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED, "The %s sent no certificate", peer);
    case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
    case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
    case GNUTLS_E_UNEXPECTED_PACKET:
      if (self->state == AIOHTTP_TLS_HANDSHAKE && !self->is_server)
        return aiohttp_tls_error_new (G_TLS_ERROR_NOT_TLS, code, "The server does not speak TLS on this port");
      break;
    case GNUTLS_E_REHANDSHAKE:
      return g_error_new (G_TLS_ERROR, G_TLS_ERROR_MISC, "The %s asked to renegotiate, which is refused", peer);
    default:
      break;
    }
  return aiohttp_tls_error_new (self->state == AIOHTTP_TLS_HANDSHAKE ? G_TLS_ERROR_HANDSHAKE : G_TLS_ERROR_MISC, code,
                                self->state == AIOHTTP_TLS_HANDSHAKE ? "The TLS handshake failed" : "TLS failed");
}

static void
send_alert (AiohttpTlsChannel *self, int code)
{
  switch (code)
    {
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
    case GNUTLS_E_PREMATURE_TERMINATION:
    case GNUTLS_E_FATAL_ALERT_RECEIVED:
    case GNUTLS_E_TIMEDOUT:
      return;
    case GNUTLS_E_REHANDSHAKE:
      gnutls_alert_send (self->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
      return;
    case GNUTLS_E_UNRECOGNIZED_NAME:
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_UNRECOGNIZED_NAME);
      return;
    case GNUTLS_E_NO_APPLICATION_PROTOCOL:
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_NO_APPLICATION_PROTOCOL);
      return;
    default:
      gnutls_alert_send_appropriate (self->session, code);
    }
}

void
aiohttp_tls_channel_fail_by_errno (AiohttpTlsChannel *self, int error)
{
  self->state = AIOHTTP_TLS_FAILED;
  aiohttp_timer_disarm (&self->timer);
  aiohttp_byte_buffer_clear (&self->out);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  aiohttp_tls_channel_update_want (self);
  aiohttp_channel_fail (&self->parent, error);
}

void
aiohttp_tls_channel_fail (AiohttpTlsChannel *self, int code)
{
  if (self->state == AIOHTTP_TLS_FAILED)
    return;
  if (code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR)
    {
      aiohttp_tls_channel_fail_by_errno (self, self->broken != 0 ? self->broken : ECONNRESET);
      return;
    }
  if (self->failure == NULL)
    self->failure = describe_failure (self, code);
  g_debug ("TLS: %s", self->failure->message);
  send_alert (self, code);
  self->state = AIOHTTP_TLS_FAILED;
  aiohttp_timer_disarm (&self->timer);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  aiohttp_tls_channel_update_want (self);
  aiohttp_channel_fail (&self->parent, code == GNUTLS_E_TIMEDOUT ? ETIMEDOUT : EPROTO);
}
