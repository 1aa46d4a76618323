/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A server of websockets that do nothing, for idle-sockets.py: /signals and /coroutine echo, each with a heartbeat of as
 * many seconds as the first argument says. */

#include <sys/resource.h>

#include <aiohttp-glib/aiohttp.h>

static double heartbeat;

static AiohttpWebSocket *
accept_socket (AiohttpWebSocketResponse *response, AiohttpRequest *request, GError **error)
{
  aiohttp_web_socket_response_set_heartbeat (response, heartbeat);
  return aiohttp_web_socket_response_accept (response, request, error);
}

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer user_data)
{
  aiohttp_web_socket_send_message_async (socket, message, NULL, NULL, NULL);
}

/* The handler is over; what comes is told by a signal. */
static AiohttpReply *
by_signals (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_socket (response, request, error);

  if (socket == NULL)
    return NULL;
  g_signal_connect (socket, "message", G_CALLBACK (on_message), NULL);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* The handler waits in its coroutine. */
static AiohttpReply *
by_coroutine (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = accept_socket (response, request, error);
  AiohttpWebSocketMessage *message;

  if (socket == NULL)
    return NULL;
  while ((message = aiohttp_web_socket_next (socket, NULL)) != NULL)
    {
      gboolean sent = aiohttp_web_socket_send_message (socket, message, error);

      aiohttp_web_socket_message_unref (message);
      if (!sent)
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  struct rlimit limit;
  g_autoptr (GError) error = NULL;

  heartbeat = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 30;
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  g_object_set (runner, "access-log", FALSE, NULL);
  if (!aiohttp_router_add_get (router, "/signals", by_signals, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/coroutine", by_coroutine, NULL, NULL, &error) ||
      !aiohttp_app_runner_run (runner, "127.0.0.1", 0, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
