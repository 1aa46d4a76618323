/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reconnecting-web-socket-private.h"

#include "aiohttp-client-error-info.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-retry-rules-private.h"
#include "aiohttp-web-socket-gap-private.h"
#include "aiohttp-web-socket-message-private.h"

/* AiohttpReconnectingWebSocket: how connections come and go. Everything here but the first attempt, and the end by the
 * program, happens on the main stack. */

static gint64
get_now (AiohttpReconnectingWebSocket *self)
{
  return aiohttp_timer_wheel_now (aiohttp_reactor_get_wheel (self->reactor));
}

/* What repeating would not help. */
static gboolean
is_fatal_code (guint code)
{
  switch (code)
    {
    case AIOHTTP_WEB_SOCKET_CLOSE_OK:
    case AIOHTTP_WEB_SOCKET_CLOSE_PROTOCOL_ERROR:
    case AIOHTTP_WEB_SOCKET_CLOSE_UNSUPPORTED_DATA:
    case AIOHTTP_WEB_SOCKET_CLOSE_INVALID_TEXT:
    case AIOHTTP_WEB_SOCKET_CLOSE_POLICY_VIOLATION:
    case AIOHTTP_WEB_SOCKET_CLOSE_MESSAGE_TOO_BIG:
    case AIOHTTP_WEB_SOCKET_CLOSE_MANDATORY_EXTENSION:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_fatal_error (const GError *error, guint status)
{
  if (g_error_matches (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE))
    return !(status >= 500 || status == 408 || status == 425 || status == 429);
  return error->domain == AIOHTTP_ERROR ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
}

static GError *
make_error (AiohttpReconnectingWebSocket *self)
{
  AiohttpWebSocketGap *gap = self->gap;

  if (gap->error != NULL)
    return g_error_copy (gap->error);
  if (gap->close_reason != NULL)
    return g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED,
                        "Server closed the websocket with the code %u: %s", gap->close_code, gap->close_reason);
  return g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED,
                      "Server closed the websocket with the code %u", gap->close_code);
}

static void
wait_for (AiohttpReconnectingWebSocket *self, double seconds)
{
  self->delay = seconds;
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (self->reactor), &self->timer,
                     (guint) CLAMP (seconds * 1000, 1, G_MAXINT));
  aiohttp_reconnecting_web_socket_set_state (self, AIOHTTP_RECONNECTING_STATE_AWAY);
}

/* After a loss, or an attempt that has failed. `after`: for how long the server wants to be left alone, or -1. */
static void
go_on (AiohttpReconnectingWebSocket *self, gboolean is_fatal, gint64 after)
{
  AiohttpReconnectingDecision decision = aiohttp_reconnecting_web_socket_ask (self);
  double delay;

  if (self->state == AIOHTTP_RECONNECTING_STATE_CLOSED)
    return;
  self->n_failed++;
  if (decision == AIOHTTP_RECONNECTING_DECISION_DEFAULT &&
      (is_fatal || (self->max_attempts > 0 && self->n_failed > self->max_attempts)))
    decision = AIOHTTP_RECONNECTING_DECISION_GIVE_UP;
  if (decision == AIOHTTP_RECONNECTING_DECISION_GIVE_UP)
    {
      gboolean in_order = self->gap->error == NULL && self->gap->close_code == AIOHTTP_WEB_SOCKET_CLOSE_OK;

      aiohttp_reconnecting_web_socket_end (self, in_order ? NULL : make_error (self));
      return;
    }
  delay =
      aiohttp_retry_get_delay (self->n_failed, self->initial_delay, self->max_delay, self->jitter, g_random_double ());
  if (after >= 0)
    delay = MAX (delay, MIN ((double) after, self->max_retry_after));
  wait_for (self, delay);
}

static void
release_socket (AiohttpReconnectingWebSocket *self)
{
  if (self->socket == NULL)
    return;
  g_clear_signal_handler (&self->message_id, self->socket);
  g_clear_signal_handler (&self->closing_id, self->socket);
  g_clear_signal_handler (&self->closed_id, self->socket);
  g_clear_object (&self->socket);
}

static void
on_lost (AiohttpWebSocket *socket, gpointer data)
{
  g_autoptr (AiohttpReconnectingWebSocket) self = NULL;
  gint64 now;

  /* It is being closed on this side, by its owner: then the end tells. */
  if (aiohttp_web_socket_get_close_code (socket) == 0)
    return;
  self = g_object_ref (AIOHTTP_RECONNECTING_WEB_SOCKET (data));
  now = get_now (self);
  g_clear_object (&self->gap);
  self->gap = aiohttp_web_socket_gap_new (now);
  self->gap->close_code = aiohttp_web_socket_get_close_code (socket);
  self->gap->close_reason = g_strdup (aiohttp_web_socket_get_close_reason (socket));
  if (aiohttp_web_socket_get_error (socket) != NULL)
    self->gap->error = g_error_copy (aiohttp_web_socket_get_error (socket));
  if ((double) (now - self->opened_at) / G_USEC_PER_SEC >= self->stable_time)
    self->n_failed = 0;
  release_socket (self);
  go_on (self, is_fatal_code (self->gap->close_code), -1);
}

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer data)
{
  AiohttpReconnectingWebSocket *self = g_object_ref (data);

  aiohttp_reconnecting_web_socket_emit_message (self, message);
  g_object_unref (self);
}

static void
take_socket (AiohttpReconnectingWebSocket *self, AiohttpWebSocket *socket /* taken */)
{
  g_autoptr (AiohttpWebSocketMessage) gap = self->had_link ? aiohttp_web_socket_message_new_gap (self->gap) : NULL;
  gboolean by_signal = !self->uses_next && aiohttp_reconnecting_web_socket_has_listener (self);

  g_clear_object (&self->gap);
  self->had_link = TRUE;
  self->socket = socket;
  self->opened_at = get_now (self);
  self->closing_id = g_signal_connect (socket, "closing", G_CALLBACK (on_lost), self);
  self->closed_id = g_signal_connect (socket, "closed", G_CALLBACK (on_lost), self);
  if (by_signal)
    self->message_id = g_signal_connect (socket, "message", G_CALLBACK (on_message), self);
  aiohttp_reconnecting_web_socket_set_state (self, AIOHTTP_RECONNECTING_STATE_OPEN);
  /* Any of these may let it be closed. */
  if (self->socket == socket)
    aiohttp_reconnecting_web_socket_emit_opened (self);
  /* The gap comes before whatever the new connection brings. */
  if (self->socket == socket && by_signal && gap != NULL)
    aiohttp_reconnecting_web_socket_emit_message (self, gap);
  if (self->socket != socket)
    return;
  aiohttp_reconnecting_web_socket_send_unsent (self);
  if (!by_signal)
    aiohttp_reconnecting_web_socket_add_source (self, socket, g_steal_pointer (&gap));
}

/* The attempt does not keep who asked for it. */
static void
on_attempt_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (AiohttpReconnectingWebSocket) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpWebSocket) socket =
      aiohttp_client_session_ws_connect_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);
  g_autoptr (AiohttpClientErrorInfo) info = NULL;
  const char *after;
  guint status = 0;

  g_weak_ref_clear (weak);
  g_free (weak);
  /* Dropping the websocket aborts it. */
  if (self == NULL || self->state != AIOHTTP_RECONNECTING_STATE_CONNECTING)
    {
      if (socket != NULL)
        aiohttp_web_socket_abort (socket);
      return;
    }
  g_clear_object (&self->attempt);
  if (socket != NULL)
    {
      aiohttp_web_socket_gap_add_attempt (self->gap, get_now (self), NULL, 0);
      take_socket (self, g_steal_pointer (&socket));
      return;
    }
  info = aiohttp_client_error_info_for_result (result);
  if (info != NULL && g_error_matches (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE))
    status = aiohttp_client_error_info_get_status (info);
  after = status != 0 && aiohttp_client_error_info_get_headers (info) != NULL
              ? soup_message_headers_get_one (aiohttp_client_error_info_get_headers (info), "Retry-After")
              : NULL;
  aiohttp_web_socket_gap_add_attempt (self->gap, get_now (self), error, status);
  go_on (self, is_fatal_error (error, status),
         after != NULL ? aiohttp_retry_parse_after (after, g_get_real_time () / G_USEC_PER_SEC) : -1);
}

static void
attempt (AiohttpReconnectingWebSocket *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  self->delay = 0;
  self->attempt = g_cancellable_new ();
  aiohttp_reconnecting_web_socket_set_state (self, AIOHTTP_RECONNECTING_STATE_CONNECTING);
  aiohttp_client_session_ws_connect_async (self->session, self->url, self->options, self->attempt, on_attempt_done,
                                           weak);
}

void
aiohttp_reconnecting_web_socket_begin (AiohttpReconnectingWebSocket *self)
{
  if (self->state != AIOHTTP_RECONNECTING_STATE_IDLE)
    return;
  if (self->session == NULL || self->url == NULL)
    {
      aiohttp_reconnecting_web_socket_end (self, g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                                                                      "A session and a URL are needed to connect"));
      return;
    }
  if (self->reactor == NULL)
    self->reactor = aiohttp_reactor_ref_for_context (NULL);
  self->gap = aiohttp_web_socket_gap_new (get_now (self));
  attempt (self);
}

static void
call_later (AiohttpReconnectingWebSocket *self)
{
  if (self->later.link != NULL)
    return;
  if (self->reactor == NULL)
    self->reactor = aiohttp_reactor_ref_for_context (NULL);
  g_object_ref (self);
  aiohttp_reactor_add_turn_end (self->reactor, &self->later);
}

void
aiohttp_reconnecting_web_socket_begin_later (AiohttpReconnectingWebSocket *self)
{
  if (self->state != AIOHTTP_RECONNECTING_STATE_IDLE)
    return;
  self->begins_later = TRUE;
  call_later (self);
}

void
aiohttp_reconnecting_web_socket_end_quietly (AiohttpReconnectingWebSocket *self)
{
  aiohttp_reconnecting_web_socket_unlink (self);
  aiohttp_reconnecting_web_socket_clear_unsent (self);
  self->state = AIOHTTP_RECONNECTING_STATE_CLOSED;
  aiohttp_wait_list_pick_all (&self->receivers);
  self->ends_later = TRUE;
  call_later (self);
}

void
aiohttp_reconnecting_web_socket_on_timer (gpointer data)
{
  g_autoptr (AiohttpReconnectingWebSocket) self = g_object_ref (AIOHTTP_RECONNECTING_WEB_SOCKET (data));

  if (self->state == AIOHTTP_RECONNECTING_STATE_AWAY && self->sources.length < AIOHTTP_RECONNECTING_MAX_SOURCES)
    attempt (self);
}

void
aiohttp_reconnecting_web_socket_resume (AiohttpReconnectingWebSocket *self)
{
  if (self->state == AIOHTTP_RECONNECTING_STATE_AWAY && !aiohttp_timer_is_armed (&self->timer))
    wait_for (self, 0);
}

static void
cancel (gpointer data)
{
  g_cancellable_cancel (data);
}

void
aiohttp_reconnecting_web_socket_unlink (AiohttpReconnectingWebSocket *self)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->attempt);

  aiohttp_timer_disarm (&self->timer);
  self->delay = 0;
  release_socket (self);
  if (cancellable != NULL)
    aiohttp_call_out (cancel, cancellable);
}
