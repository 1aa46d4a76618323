/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Debug mode's messages about handlers, and about what a client leaves open. */

#include "aiohttp.h"

#include "aiohttp-debug-private.h"
#include "expect-log.h"

/* Time passes in handlers only. */
static gint64 now;

static gint64
get_now (void)
{
  return now;
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  now += 200 * G_TIME_SPAN_MILLISECOND;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "slow"));
}

static AiohttpReply *
handle_slow_later (AiohttpRequest *request, gpointer user_data, GError **error)
{
  now += 50 * G_TIME_SPAN_MILLISECOND;
  if (!aiohttp_sleep (0, error))
    return NULL;
  now += 150 * G_TIME_SPAN_MILLISECOND;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "slow"));
}

typedef struct
{
  AiohttpTestServer *server;
  AiohttpClientSession *session;
} Fixture;

static AiohttpClientResponse *
get (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, path);
  AiohttpClientResponse *response = aiohttp_client_session_get (fixture->session, url, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
  return response;
}

static void
get_and_close (Fixture *fixture, const char *path)
{
  g_autoptr (AiohttpClientResponse) response = get (fixture, path);

  aiohttp_client_response_close (response);
}

static void
test_handler (Fixture *fixture)
{
  expect_log (G_LOG_LEVEL_WARNING, "Executing the handler of GET /slow (*) took 0.200 s");
  get_and_close (fixture, "/slow");
  expect_log_assert ();

  expect_log (G_LOG_LEVEL_WARNING, "Executing a step of the task “the handler of GET /later” took 0.150 s*");
  get_and_close (fixture, "/later");
  expect_log_assert ();

  expect_log (G_LOG_LEVEL_WARNING, "Executing the handler of GET /plain (*) took 0.200 s");
  get_and_close (fixture, "/plain");
  expect_log_assert ();
}

static void
test_response (Fixture *fixture)
{
  AiohttpClientResponse *response = get (fixture, "/big");

  expect_log (G_LOG_LEVEL_WARNING, "Unclosed client response: AiohttpClientResponse (0x*)\nCreated at*test-debug-web*");
  g_object_unref (response);
  expect_log_assert ();

  get_and_close (fixture, "/big");
}

static AiohttpReply *
handle_web_socket (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);
  g_autoptr (AiohttpWebSocketMessage) message = socket != NULL ? aiohttp_web_socket_next (socket, error) : NULL;

  return socket != NULL ? AIOHTTP_REPLY (g_steal_pointer (&response)) : NULL;
}

static void
test_web_socket (Fixture *fixture)
{
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, "/web-socket");
  AiohttpWebSocket *socket = aiohttp_client_session_ws_connect (fixture->session, url, NULL, NULL);

  g_assert_true (aiohttp_sleep (0, NULL)); /* the operation that brought this coroutine here still has it */
  expect_log (G_LOG_LEVEL_WARNING, "Unclosed websocket: AiohttpWebSocket (0x*)\nCreated at*test-debug-web*");
  g_object_unref (socket);
  expect_log_assert ();

  socket = aiohttp_client_session_ws_connect (fixture->session, url, NULL, NULL);
  g_assert_true (aiohttp_web_socket_close (socket, 1000, NULL, NULL));
  g_object_unref (socket);
}

static void
test_connector (Fixture *fixture)
{
  AiohttpConnector *connector = AIOHTTP_CONNECTOR (aiohttp_tcp_connector_new ());
  Fixture other = { fixture->server, NULL };

  other.session = g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "connector", connector, "connector-owner", FALSE, NULL);
  get_and_close (&other, "/big");
  g_assert_true (aiohttp_client_session_close (other.session, NULL));
  g_object_unref (other.session);
  /* What it is closing still has it. */
  while (G_OBJECT (connector)->ref_count > 1)
    g_assert_true (aiohttp_sleep (0, NULL));
  expect_log (G_LOG_LEVEL_WARNING, "Unclosed connector: AiohttpTcpConnector (0x*)\nCreated at*test-debug-web*");
  g_object_unref (connector);
  expect_log_assert ();
}

static void
test_runner (Fixture *fixture)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpAppRunner *runner = aiohttp_app_runner_new (app);
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_app_runner_setup (runner, &error));
  g_assert_true (aiohttp_sleep (0, NULL)); /* the operation that brought this coroutine here still has it */
  expect_log (G_LOG_LEVEL_WARNING, "Unclosed application runner: AiohttpAppRunner (0x*)\nCreated at*test-debug-web*");
  g_object_unref (runner);
  expect_log_assert ();

  runner = aiohttp_app_runner_new (app);
  g_object_unref (runner);
}

/* Its session and connector are nobody's to close. */
static void
test_one_shot (Fixture *fixture)
{
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, "/big");
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientResponse) response = aiohttp_request ("GET", url, NULL, &error);

  g_assert_no_error (error);
  aiohttp_client_response_close (response);
}

static AiohttpReply *
handle_big (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = g_strnfill (4 << 20, 'x');

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
body (GValue *result, gpointer func, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  Fixture fixture;

  aiohttp_event_loop_set_debug (loop, TRUE);
  fixture.session = aiohttp_client_session_new ();
  fixture.server = aiohttp_test_server_new (app);
  g_assert_true (aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, error) &&
                 aiohttp_router_add_get (router, "/later", handle_slow_later, NULL, NULL, error) &&
                 aiohttp_router_add_get (router, "/big", handle_big, NULL, NULL, error) &&
                 aiohttp_router_add_get (router, "/web-socket", handle_web_socket, NULL, NULL, error) &&
                 aiohttp_router_add_get_callback (router, "/plain", handle_slow, NULL, NULL, error) &&
                 aiohttp_test_server_start (fixture.server, error));

  ((void (*) (Fixture *)) func) (&fixture);

  g_assert_true (aiohttp_client_session_close (fixture.session, error));
  g_assert_true (aiohttp_test_server_stop (fixture.server, error));
  g_clear_object (&fixture.session);
  g_clear_object (&fixture.server);
  aiohttp_event_loop_set_debug (loop, FALSE);
  return TRUE;
}

static void
run (gconstpointer func)
{
  g_autoptr (GError) error = NULL;

  now = 1000;
  aiohttp_debug_set_clock (get_now);
  aiohttp_run (body, (gpointer) func, &error);
  aiohttp_debug_set_clock (NULL);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();

  g_test_add_data_func ("/debug-web/handler", (gconstpointer) test_handler, run);
  g_test_add_data_func ("/debug-web/unclosed/response", (gconstpointer) test_response, run);
  g_test_add_data_func ("/debug-web/unclosed/web-socket", (gconstpointer) test_web_socket, run);
  g_test_add_data_func ("/debug-web/unclosed/connector", (gconstpointer) test_connector, run);
  g_test_add_data_func ("/debug-web/unclosed/runner", (gconstpointer) test_runner, run);
  g_test_add_data_func ("/debug-web/one-shot", (gconstpointer) test_one_shot, run);
  return g_test_run ();
}
