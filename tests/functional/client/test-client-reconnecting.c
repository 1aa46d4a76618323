/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "raw-server.h"

/* A websocket that connects again. Attempts are made without the delays between them, which are looked at instead. */

#define MAX_NOTES 64

typedef struct _Fixture Fixture;
typedef AiohttpReply *(*ServeFunc) (Fixture *self, AiohttpRequest *request, guint number, GError **error);

struct _Fixture
{
  AiohttpTestServer *server;
  AiohttpClientSession *session;
  AiohttpReconnectingWebSocket *socket;
  ServeFunc serve;
  guint n_served;
  guint closed_by; /* the code that the server was told */
  GPtrArray *heard;

  /* of the client */
  gboolean retries;
  gboolean by_future; /* receives so, instead of as a coroutine */
  guint n_opened;
  guint n_closed;
  guint n_decided;
  AiohttpReconnectingDecision decision;
  const char *next_path; /* for the next attempt */
  guint n_delays;
  double delays[MAX_NOTES];
  GPtrArray *notes; /* what the signal brought */
  AiohttpFuture *done;
};

static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Fixture *self = user_data;

  return self->serve (self, request, self->n_served++, error);
}

static void
on_state (AiohttpReconnectingWebSocket *socket, GParamSpec *pspec, gpointer user_data)
{
  Fixture *self = user_data;

  if (aiohttp_reconnecting_web_socket_get_state (socket) != AIOHTTP_RECONNECTING_STATE_AWAY)
    return;
  g_assert_cmpuint (self->n_delays, <, MAX_NOTES);
  self->delays[self->n_delays++] = aiohttp_reconnecting_web_socket_get_delay (socket);
  if (self->retries)
    aiohttp_reconnecting_web_socket_retry_now (socket);
}

static void
on_opened (AiohttpReconnectingWebSocket *socket, AiohttpWebSocket *connection, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_true (aiohttp_reconnecting_web_socket_get_web_socket (socket) == connection);
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (socket), ==, AIOHTTP_RECONNECTING_STATE_OPEN);
  self->n_opened++;
}

static void
on_closed (AiohttpReconnectingWebSocket *socket, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (socket), ==, AIOHTTP_RECONNECTING_STATE_CLOSED);
  self->n_closed++;
  aiohttp_future_set_boolean (self->done, TRUE);
}

static AiohttpReconnectingDecision
on_decide (AiohttpReconnectingWebSocket *socket, AiohttpWebSocketGap *gap, gpointer user_data)
{
  Fixture *self = user_data;

  self->n_decided++;
  if (self->next_path != NULL)
    {
      g_autofree char *url = aiohttp_test_server_make_url (self->server, self->next_path);

      aiohttp_reconnecting_web_socket_set_url (socket, url);
    }
  return self->decision;
}

static gboolean
set_up (Fixture *self, ServeFunc serve, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autofree char *url = NULL;

  *self = (Fixture){ .serve = serve, .retries = TRUE };
  self->heard = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->done = aiohttp_future_new ();
  g_assert_nonnull (
      aiohttp_router_add_get (aiohttp_application_get_router (app), "/{tail:.*}", handle, self, NULL, error));
  self->server = aiohttp_test_server_new (app);
  if (!aiohttp_test_server_start (self->server, error))
    return FALSE;
  self->session = aiohttp_client_session_new ();
  url = aiohttp_test_server_make_url (self->server, "/");
  self->socket = aiohttp_reconnecting_web_socket_new (self->session, url, NULL);
  g_signal_connect (self->socket, "notify::state", G_CALLBACK (on_state), self);
  g_signal_connect (self->socket, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (self->socket, "decide", G_CALLBACK (on_decide), self);
  g_signal_connect (self->socket, "closed", G_CALLBACK (on_closed), self);
  return TRUE;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean works;
  gpointer socket = self->socket;

  g_object_add_weak_pointer (G_OBJECT (self->socket), &socket);
  g_object_unref (self->socket);
  /* The operation that has ended just now may still hold it. */
  while (socket != NULL)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  works = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);
  g_object_unref (self->session);
  g_object_unref (self->server);
  g_object_unref (self->done);
  g_ptr_array_unref (self->heard);
  g_ptr_array_unref (self->notes);
  return works;
}

static char *
describe (AiohttpWebSocketMessage *message)
{
  AiohttpWebSocketGap *gap = aiohttp_web_socket_message_get_gap (message);

  if (gap == NULL)
    return g_strdup (aiohttp_web_socket_message_get_text (message));
  g_assert_cmpint (aiohttp_web_socket_message_get_message_type (message), ==, AIOHTTP_WEB_SOCKET_MESSAGE_GAP);
  g_assert_nonnull (aiohttp_web_socket_gap_get_lost_at (gap));
  g_assert_cmpfloat (aiohttp_web_socket_gap_get_duration (gap), >=, 0);
  return g_strdup_printf ("gap: code %u, %s, status %u, %u attempts", aiohttp_web_socket_gap_get_close_code (gap),
                          aiohttp_web_socket_gap_get_close_reason (gap) != NULL
                              ? aiohttp_web_socket_gap_get_close_reason (gap)
                              : "no reason",
                          aiohttp_web_socket_gap_get_status (gap), aiohttp_web_socket_gap_get_n_attempts (gap));
}

static AiohttpWebSocketMessage *
get_next (Fixture *self, GError **error)
{
  g_autoptr (AiohttpFuture) future = NULL;

  if (!self->by_future)
    return aiohttp_reconnecting_web_socket_next (self->socket, error);
  future = aiohttp_reconnecting_web_socket_next_future (self->socket, NULL);
  if (!aiohttp_future_await (future, error))
    return NULL;
  return aiohttp_reconnecting_web_socket_next_finish (self->socket, G_ASYNC_RESULT (future), error);
}

static void
expect (Fixture *self, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpWebSocketMessage) message = get_next (self, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_true ((message != NULL) == (expected != NULL));
  if (message == NULL)
    return;
  text = describe (message);
  g_assert_cmpstr (text, ==, expected);
}

/* Three connections, which end in three ways; a refusal between the second one and the third. */
static AiohttpReply *
serve_three (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = NULL;
  AiohttpWebSocket *socket;
  g_autofree char *hello = g_strdup_printf ("hello %u", number);

  if (number == 2)
    return AIOHTTP_REPLY (aiohttp_response_new_text (503, "later"));
  response = aiohttp_web_socket_response_new ();
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL || !aiohttp_web_socket_send_str (socket, hello, error) ||
      !aiohttp_web_socket_send_str (socket, "more", error))
    return NULL;
  if (number == 0)
    {
      /* What was sent is not to be lost with the connection. */
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_web_socket_receive (socket, error);

      g_assert_cmpstr (aiohttp_web_socket_message_get_text (message), ==, "seen");
      aiohttp_web_socket_abort (socket);
    }
  else
    aiohttp_web_socket_close (socket, number == 1 ? 1012 : 1000, number == 1 ? "restart" : NULL, error);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static gboolean
test_stream (GValue *result, gpointer user_data, GError **error)
{
  Fixture self;

  if (!set_up (&self, serve_three, error))
    return FALSE;
  self.by_future = GPOINTER_TO_INT (user_data);
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (self.socket), ==, AIOHTTP_RECONNECTING_STATE_IDLE);
  expect (&self, "hello 0");
  if (!aiohttp_reconnecting_web_socket_send_str (self.socket, "seen", error))
    return FALSE;
  expect (&self, "more");
  expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
  expect (&self, "hello 1");
  expect (&self, "more");
  expect (&self, "gap: code 1012, restart, status 503, 2 attempts");
  expect (&self, "hello 3");
  expect (&self, "more");
  expect (&self, NULL);
  expect (&self, NULL);
  g_assert_cmpuint (self.n_opened, ==, 3);
  g_assert_cmpuint (self.n_closed, ==, 1);
  g_assert_cmpuint (self.n_decided, ==, 4);
  g_assert_null (aiohttp_reconnecting_web_socket_get_error (self.socket));
  g_assert_null (aiohttp_reconnecting_web_socket_get_web_socket (self.socket));
  return tear_down (&self, error);
}

static void
on_message (AiohttpReconnectingWebSocket *socket, AiohttpWebSocketMessage *message, gpointer user_data)
{
  Fixture *self = user_data;
  char *text = describe (message);

  g_ptr_array_add (self->notes, text);
  if (strcmp (text, "hello 0") == 0)
    aiohttp_reconnecting_web_socket_send_str_async (socket, "seen", NULL, NULL, NULL);
}

static gboolean
test_signals (GValue *result, gpointer user_data, GError **error)
{
  static const char *const expected[] = { "hello 0", "more", "gap: code 1006, no reason, status 0, 1 attempts",
                                          "hello 1", "more", "gap: code 1012, restart, status 503, 2 attempts",
                                          "hello 3", "more", NULL };
  g_autoptr (GError) failure = NULL;
  Fixture self;

  if (!set_up (&self, serve_three, error))
    return FALSE;
  g_signal_connect (self.socket, "message", G_CALLBACK (on_message), &self);
  g_assert_null (aiohttp_reconnecting_web_socket_next (self.socket, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  aiohttp_reconnecting_web_socket_start (self.socket);
  aiohttp_reconnecting_web_socket_start (self.socket);
  if (!aiohttp_future_await (self.done, error))
    return FALSE;
  g_ptr_array_add (self.notes, NULL);
  g_assert_cmpstrv ((char **) self.notes->pdata, expected);
  g_assert_cmpuint (self.n_opened, ==, 3);
  g_assert_cmpuint (self.n_closed, ==, 1);
  return tear_down (&self, error);
}

static guint served_code;

/* Not before the client knows of the connection: what is aborted is not sent. */
static gboolean
abort_opened (Fixture *self, AiohttpWebSocket *socket, guint n_opened, GError **error)
{
  while (self->n_opened < n_opened)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  aiohttp_web_socket_abort (socket);
  return TRUE;
}

static AiohttpReply *
end_by (Fixture *self, AiohttpRequest *request, guint number, guint code, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);

  if (socket == NULL)
    return NULL;
  if (code != 1006)
    aiohttp_web_socket_close (socket, code, "because", error);
  else if (!abort_opened (self, socket, number + 1, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
serve_code (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  return end_by (self, request, number, number == 0 ? served_code : 1000, error);
}

/* By which codes it is given up, is ended, or goes on. */
static const struct
{
  guint code;
  enum
  {
    GOES_ON,
    ENDS,
    GIVES_UP,
  } then;
} codes[] = {
  { 1000, ENDS },     { 1001, GOES_ON },  { 1002, GIVES_UP }, { 1003, GIVES_UP }, { 1006, GOES_ON },
  { 1007, GIVES_UP }, { 1008, GIVES_UP }, { 1009, GIVES_UP }, { 1010, GIVES_UP }, { 1011, GOES_ON },
  { 1012, GOES_ON },  { 1013, GOES_ON },  { 1014, GOES_ON },  { 3000, GOES_ON },  { 4001, GOES_ON },
};

static gboolean
test_codes (GValue *result, gpointer user_data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpWebSocketMessage) message = NULL;
      Fixture self;

      served_code = codes[i].code;
      if (!set_up (&self, serve_code, error))
        return FALSE;
      message = aiohttp_reconnecting_web_socket_next (self.socket, &failure);
      g_test_message ("%u", served_code);
      switch (codes[i].then)
        {
        case GOES_ON:
          g_assert_no_error (failure);
          g_assert_nonnull (aiohttp_web_socket_message_get_gap (message));
          g_assert_cmpuint (aiohttp_web_socket_gap_get_close_code (aiohttp_web_socket_message_get_gap (message)), ==,
                            served_code);
          break;
        case ENDS:
          g_assert_no_error (failure);
          g_assert_null (message);
          break;
        case GIVES_UP:
        default:
          g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
          g_assert_nonnull (strstr (failure->message, "because"));
          g_assert_error (aiohttp_reconnecting_web_socket_get_error (self.socket), failure->domain, failure->code);
          /* Told of once. */
          expect (&self, NULL);
        }
      if (!tear_down (&self, error))
        return FALSE;
    }
  return TRUE;
}

static guint served_status;

static AiohttpReply *
serve_status (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  AiohttpResponse *response;

  if (number > 0)
    return serve_code (self, request, number, error);
  response = aiohttp_response_new_text (served_status, "no");
  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Retry-After", "7", NULL);
  return AIOHTTP_REPLY (response);
}

static gboolean
test_refusals (GValue *result, gpointer user_data, GError **error)
{
  static const struct
  {
    guint status;
    gboolean goes_on;
  } statuses[] = { { 200, FALSE }, { 302, FALSE }, { 400, FALSE }, { 401, FALSE }, { 403, FALSE },
                   { 404, FALSE }, { 408, TRUE },  { 410, FALSE }, { 425, TRUE },  { 426, FALSE },
                   { 429, TRUE },  { 500, TRUE },  { 502, TRUE },  { 503, TRUE },  { 504, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpWebSocketMessage) message = NULL;
      Fixture self;

      served_status = statuses[i].status;
      if (!set_up (&self, serve_status, error))
        return FALSE;
      aiohttp_reconnecting_web_socket_set_initial_delay (self.socket, 0.01);
      /* Behind a first attempt that has failed there is no gap. */
      message = aiohttp_reconnecting_web_socket_next (self.socket, &failure);
      g_assert_null (message);
      g_test_message ("%u", served_status);
      if (statuses[i].goes_on)
        {
          g_assert_no_error (failure);
          g_assert_cmpuint (self.n_served, ==, 2);
          g_assert_cmpuint (self.n_delays, ==, 1);
          g_assert_cmpfloat (self.delays[0], ==, 7);
        }
      else
        {
          g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE);
          g_assert_cmpuint (self.n_served, ==, 1);
        }
      if (!tear_down (&self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
test_max_retry_after (GValue *result, gpointer user_data, GError **error)
{
  Fixture self;

  served_status = 503;
  served_code = 1000;
  if (!set_up (&self, serve_status, error))
    return FALSE;
  aiohttp_reconnecting_web_socket_set_initial_delay (self.socket, 0.01);
  aiohttp_reconnecting_web_socket_set_max_retry_after (self.socket, 3);
  expect (&self, NULL);
  g_assert_cmpuint (self.n_delays, ==, 1);
  g_assert_cmpfloat (self.delays[0], ==, 3);
  return tear_down (&self, error);
}

static AiohttpReply *
serve_token (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  if (strcmp (aiohttp_request_get_path (request), "/new-token") != 0)
    return AIOHTTP_REPLY (aiohttp_response_new_text (401, "no"));
  return serve_code (self, request, number, error);
}

static gboolean
test_decide (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GError) failure = NULL;
  Fixture self;

  served_code = 1000;
  if (!set_up (&self, serve_token, error))
    return FALSE;
  self.decision = AIOHTTP_RECONNECTING_DECISION_RETRY;
  self.next_path = "/new-token";
  /* It was closed in good order, but that is not the end either. */
  expect (&self, "gap: code 1000, because, status 0, 1 attempts");
  self.decision = AIOHTTP_RECONNECTING_DECISION_GIVE_UP;
  g_assert_cmpuint (self.n_served, >=, 3);
  if (!tear_down (&self, error))
    return FALSE;

  served_code = 1001;
  if (!set_up (&self, serve_code, error))
    return FALSE;
  self.decision = AIOHTTP_RECONNECTING_DECISION_GIVE_UP;
  g_assert_null (aiohttp_reconnecting_web_socket_next (self.socket, &failure));
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  return tear_down (&self, error);
}

/* Nobody listens. */
static gboolean
test_backoff (GValue *result, gpointer user_data, GError **error)
{
  static const double expected[] = { 0.1, 0.2, 0.4, 0.8, 1, 1 };
  const gboolean has_jitter = GPOINTER_TO_INT (user_data);
  g_autoptr (GError) failure = NULL;
  Fixture self;

  if (!set_up (&self, serve_code, error))
    return FALSE;
  aiohttp_reconnecting_web_socket_set_url (self.socket, "ws://127.0.0.1:1/");
  g_object_set (self.socket, "initial-delay", 0.1, "max-delay", 1.0, "jitter", has_jitter ? 0.5 : 0.0, "max-attempts",
                (guint) G_N_ELEMENTS (expected), NULL);
  g_assert_null (aiohttp_reconnecting_web_socket_next (self.socket, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
  g_assert_cmpuint (self.n_delays, ==, G_N_ELEMENTS (expected));
  g_assert_cmpuint (self.n_decided, ==, G_N_ELEMENTS (expected) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpfloat (self.delays[i], <=, expected[i] + 1e-9);
      g_assert_cmpfloat (self.delays[i], >=, has_jitter ? expected[i] / 2 : expected[i] - 1e-9);
    }
  return tear_down (&self, error);
}

static AiohttpReply *
serve_lost (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  return end_by (self, request, number, number < 3 ? 1006 : 1000, error);
}

/* Connections that do not last are like attempts that fail; those that do begin anew. */
static gboolean
test_stable (GValue *result, gpointer user_data, GError **error)
{
  const gboolean lasts = GPOINTER_TO_INT (user_data);
  Fixture self;

  if (!set_up (&self, serve_lost, error))
    return FALSE;
  g_object_set (self.socket, "initial-delay", 1.0, "jitter", 0.0, "stable-time", lasts ? 0.0 : 1000.0, NULL);
  for (guint i = 0; i < 3; i++)
    expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
  expect (&self, NULL);
  g_assert_cmpuint (self.n_delays, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (self.delays[i], ==, lasts ? 1 : 1 << i);
  return tear_down (&self, error);
}

static AiohttpReply *
serve_hello (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);

  if (socket == NULL || !aiohttp_web_socket_send_str (socket, "hello", error) ||
      !abort_opened (self, socket, number + 1, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Nobody receives: the messages of so many lost connections are kept, and no more are made. */
static gboolean
test_unread (GValue *result, gpointer user_data, GError **error)
{
  const guint limit = 16;
  Fixture self;

  if (!set_up (&self, serve_hello, error))
    return FALSE;
  aiohttp_reconnecting_web_socket_start (self.socket);
  while (self.n_delays < limit)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  for (guint i = 0; i < 100; i++)
    {
      aiohttp_reconnecting_web_socket_retry_now (self.socket);
      if (!aiohttp_sleep (0, error))
        return FALSE;
    }
  g_assert_cmpuint (self.n_served, ==, limit);
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (self.socket), ==, AIOHTTP_RECONNECTING_STATE_AWAY);
  for (guint i = 0; i < limit + 2; i++)
    {
      expect (&self, "hello");
      expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
    }
  return tear_down (&self, error);
}

/* The first connection is lost at once; the next one hears what is sent until "end", and then ends. */
static AiohttpReply *
serve_hearing (Fixture *self, AiohttpRequest *request, guint number, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);

  if (socket == NULL)
    return NULL;
  if (number == 0 && !abort_opened (self, socket, 1, error))
    return NULL;
  for (;;)
    {
      g_autoptr (AiohttpWebSocketMessage) message = number > 0 ? aiohttp_web_socket_next (socket, NULL) : NULL;

      if (message == NULL)
        break;
      g_ptr_array_add (self->heard, g_strdup (aiohttp_web_socket_message_get_text (message)));
      if (strcmp (aiohttp_web_socket_message_get_text (message), "end") == 0)
        aiohttp_web_socket_close (socket, 1000, NULL, NULL);
    }
  self->closed_by = aiohttp_web_socket_get_close_code (socket);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static void
expect_away (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_reconnecting_web_socket_send_str (self->socket, text, &error));
  g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_AWAY);
}

static void
greet (AiohttpReconnectingWebSocket *socket, AiohttpWebSocket *connection, gpointer user_data)
{
  aiohttp_reconnecting_web_socket_send_str_async (socket, "greeting", NULL, NULL, NULL);
}

static void
expect_heard (Fixture *self, const char *const *expected)
{
  g_ptr_array_add (self->heard, NULL);
  g_assert_cmpstrv ((char **) self->heard->pdata, expected);
}

static gboolean
await_state (Fixture *self, AiohttpReconnectingState state, GError **error)
{
  while (aiohttp_reconnecting_web_socket_get_state (self->socket) != state)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  return TRUE;
}

static gboolean
test_unsent (GValue *result, gpointer user_data, GError **error)
{
  static const char *const expected[] = { "greeting", "one", "2", "end", NULL };
  g_autofree char *longest = g_strnfill (1000, 'x');
  g_autoptr (JsonNode) two = json_from_string ("2", NULL);
  Fixture self;

  if (!set_up (&self, serve_hearing, error))
    return FALSE;
  self.retries = FALSE;
  aiohttp_reconnecting_web_socket_set_initial_delay (self.socket, 1000);
  /* Not even started. */
  expect_away (&self, "too early");
  if (!await_state (&self, AIOHTTP_RECONNECTING_STATE_AWAY, error))
    return FALSE;
  expect_away (&self, "too late");
  aiohttp_reconnecting_web_socket_set_queue_limit (self.socket, 1000);
  expect_away (&self, longest);
  g_assert_true (aiohttp_reconnecting_web_socket_send_str (self.socket, "one", error));
  g_assert_cmpuint (aiohttp_reconnecting_web_socket_get_queued_size (self.socket), >=, 3);
  g_assert_true (aiohttp_reconnecting_web_socket_send_json (self.socket, two, error));
  longest[995] = '\0';
  expect_away (&self, longest);
  g_signal_connect (self.socket, "opened", G_CALLBACK (greet), NULL);
  aiohttp_reconnecting_web_socket_retry_now (self.socket);
  if (!await_state (&self, AIOHTTP_RECONNECTING_STATE_OPEN, error))
    return FALSE;
  g_assert_cmpuint (aiohttp_reconnecting_web_socket_get_queued_size (self.socket), ==, 0);
  g_assert_true (aiohttp_reconnecting_web_socket_send_str (self.socket, "end", error));
  expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
  expect (&self, NULL);
  expect_heard (&self, expected);
  return tear_down (&self, error);
}

static gboolean
wait_for_next (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketMessage) message = aiohttp_reconnecting_web_socket_next (user_data, error);

  g_assert_null (message);
  return *error == NULL;
}

/* Whoever waits is woken, and nothing more is attempted. */
static gboolean
close_it (Fixture *self, GError **error)
{
  g_autoptr (AiohttpTask) waiting = aiohttp_spawn (wait_for_next, self->socket, NULL);
  const guint n_served = self->n_served;
  g_autoptr (GError) failure = NULL;

  /* It waits by now. */
  if (!aiohttp_sleep (0, error) || !aiohttp_sleep (0, error))
    return FALSE;
  g_assert_false (aiohttp_reconnecting_web_socket_close (self->socket, 99, NULL, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&failure);
  g_assert_true (aiohttp_reconnecting_web_socket_close (self->socket, 3000, "enough", error));
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (self->socket), ==, AIOHTTP_RECONNECTING_STATE_CLOSED);
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (waiting), error));
  g_assert_false (aiohttp_reconnecting_web_socket_close (self->socket, 3000, NULL, &failure));
  g_assert_no_error (failure);
  g_assert_false (aiohttp_reconnecting_web_socket_send_str (self->socket, "late", &failure));
  g_assert_error (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_CLOSED);
  aiohttp_reconnecting_web_socket_retry_now (self->socket);
  aiohttp_reconnecting_web_socket_start (self->socket);
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (self->socket), ==, AIOHTTP_RECONNECTING_STATE_CLOSED);
  expect (self, NULL);
  g_assert_cmpuint (self->n_closed, ==, 1);
  g_assert_cmpuint (self->n_served, ==, n_served);
  return TRUE;
}

static gboolean
test_close (GValue *result, gpointer user_data, GError **error)
{
  Fixture self;

  /* idle: the wait starts it */
  if (!set_up (&self, serve_hearing, error) || !aiohttp_reconnecting_web_socket_close (self.socket, 1000, NULL, error))
    return FALSE;
  expect (&self, NULL);
  g_assert_cmpuint (self.n_served, ==, 0);
  if (!tear_down (&self, error) || !set_up (&self, serve_hearing, error))
    return FALSE;
  /* away */
  self.retries = FALSE;
  aiohttp_reconnecting_web_socket_set_initial_delay (self.socket, 1000);
  aiohttp_reconnecting_web_socket_start (self.socket);
  if (!await_state (&self, AIOHTTP_RECONNECTING_STATE_AWAY, error) || !close_it (&self, error) ||
      !tear_down (&self, error) || !set_up (&self, serve_hearing, error))
    return FALSE;
  /* open */
  expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
  if (!close_it (&self, error))
    return FALSE;
  while (self.closed_by == 0)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  g_assert_cmpuint (self.closed_by, ==, 3000);
  return tear_down (&self, error);
}

static void
say_nothing (RawConnection *connection, gpointer user_data)
{
  raw_connection_wait_for_end (connection);
}

static gboolean
test_close_attempt (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (say_nothing, NULL);
  g_autofree char *url = raw_server_make_url (server, "/");
  Fixture self;

  if (!set_up (&self, serve_hearing, error))
    return FALSE;
  aiohttp_reconnecting_web_socket_set_url (self.socket, url);
  aiohttp_reconnecting_web_socket_start (self.socket);
  g_assert_cmpint (aiohttp_reconnecting_web_socket_get_state (self.socket), ==, AIOHTTP_RECONNECTING_STATE_CONNECTING);
  while (raw_server_count_connections (server) == 0)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  if (!close_it (&self, error))
    return FALSE;
  while (raw_server_count_open (server) > 0)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  return tear_down (&self, error);
}

/* Dropped in whatever state, it is gone, and its connection. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  const AiohttpReconnectingState state = (AiohttpReconnectingState) GPOINTER_TO_INT (user_data);
  Fixture self;

  if (!set_up (&self, serve_hearing, error))
    return FALSE;
  self.retries = state == AIOHTTP_RECONNECTING_STATE_OPEN;
  if (state != AIOHTTP_RECONNECTING_STATE_IDLE)
    aiohttp_reconnecting_web_socket_start (self.socket);
  if (!await_state (&self, state, error))
    return FALSE;
  while (state == AIOHTTP_RECONNECTING_STATE_OPEN && self.n_served < 2)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  return tear_down (&self, error);
}

static gboolean
test_misuse (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpReconnectingWebSocket) bare = g_object_new (AIOHTTP_TYPE_RECONNECTING_WEB_SOCKET, NULL);
  g_autoptr (AiohttpTask) waiting = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AiohttpFuture) cancelled = NULL;
  g_autoptr (AiohttpFuture) next = NULL;
  g_autoptr (GError) failure = NULL;
  Fixture self;

  g_assert_null (aiohttp_reconnecting_web_socket_next (bare, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&failure);
  if (!set_up (&self, serve_hearing, error))
    return FALSE;
  waiting = aiohttp_spawn (wait_for_next, self.socket, NULL);
  expect_away (&self, "not yet");
  g_assert_false (aiohttp_reconnecting_web_socket_send_str (self.socket, "\xff", &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&failure);
  if (!aiohttp_sleep (0, error))
    return FALSE;
  g_assert_null (aiohttp_reconnecting_web_socket_next (self.socket, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  /* A cancel takes nothing away. */
  aiohttp_task_cancel (waiting);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (waiting), NULL));
  expect (&self, "gap: code 1006, no reason, status 0, 1 attempts");
  /* Nor does one whose callback is still to come stand in the way of the next one. */
  cancelled = aiohttp_reconnecting_web_socket_next_future (self.socket, cancellable);
  if (!aiohttp_sleep (0, error))
    return FALSE;
  g_cancellable_cancel (cancellable);
  next = aiohttp_reconnecting_web_socket_next_future (self.socket, NULL);
  g_assert_false (aiohttp_future_await (cancelled, NULL));
  g_assert_true (aiohttp_reconnecting_web_socket_send_str (self.socket, "end", error));
  g_assert_true (aiohttp_future_await (next, error));
  g_assert_null (aiohttp_reconnecting_web_socket_next_finish (self.socket, G_ASYNC_RESULT (next), error));
  g_clear_object (&cancelled);
  g_clear_object (&next);
  return tear_down (&self, error);
}

/* A websocket's bytes go on over TLS as before: only the URL differs. What cannot be right is not tried again. */
static gboolean
test_hopeless (GValue *result, gpointer user_data, GError **error)
{
  static const char *const urls[] = { "ftp://host/", "http://", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) failure = NULL;
      Fixture self;

      if (!set_up (&self, serve_hearing, error))
        return FALSE;
      aiohttp_reconnecting_web_socket_set_url (self.socket, urls[i]);
      g_assert_null (aiohttp_reconnecting_web_socket_next (self.socket, &failure));
      g_assert_true (failure->domain == AIOHTTP_CLIENT_ERROR);
      g_assert_cmpuint (self.n_decided, ==, 1);
      if (!tear_down (&self, error))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  aiohttp_test_add_coroutine ("/client-reconnecting/stream", test_stream, GINT_TO_POINTER (FALSE));
  aiohttp_test_add_coroutine ("/client-reconnecting/stream/futures", test_stream, GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-reconnecting/signals", test_signals, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/codes", test_codes, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/refusals", test_refusals, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/retry-after/max", test_max_retry_after, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/decide", test_decide, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/backoff", test_backoff, GINT_TO_POINTER (FALSE));
  aiohttp_test_add_coroutine ("/client-reconnecting/backoff/jitter", test_backoff, GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-reconnecting/stable/no", test_stable, GINT_TO_POINTER (FALSE));
  aiohttp_test_add_coroutine ("/client-reconnecting/stable/yes", test_stable, GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-reconnecting/unread", test_unread, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/unsent", test_unsent, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/close", test_close, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/close/attempt", test_close_attempt, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/dropped/idle", test_dropped,
                              GINT_TO_POINTER (AIOHTTP_RECONNECTING_STATE_IDLE));
  aiohttp_test_add_coroutine ("/client-reconnecting/dropped/connecting", test_dropped,
                              GINT_TO_POINTER (AIOHTTP_RECONNECTING_STATE_CONNECTING));
  aiohttp_test_add_coroutine ("/client-reconnecting/dropped/open", test_dropped,
                              GINT_TO_POINTER (AIOHTTP_RECONNECTING_STATE_OPEN));
  aiohttp_test_add_coroutine ("/client-reconnecting/dropped/away", test_dropped,
                              GINT_TO_POINTER (AIOHTTP_RECONNECTING_STATE_AWAY));
  aiohttp_test_add_coroutine ("/client-reconnecting/misuse", test_misuse, NULL);
  aiohttp_test_add_coroutine ("/client-reconnecting/hopeless", test_hopeless, NULL);

  return g_test_run ();
}
