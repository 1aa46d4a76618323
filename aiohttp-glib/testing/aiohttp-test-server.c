/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-test-server.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-tcp-site.h"

/**
 * AiohttpTestServer:
 *
 * Serves an application on a free port of 127.0.0.1, for tests.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpTestServer) server = aiohttp_test_server_new (app);
 * g_autofree char *url = NULL;
 *
 * if (!aiohttp_test_server_start (server, error))
 *   return FALSE;
 * url = aiohttp_test_server_make_url (server, "/json");
 * ]|
 *
 * Its access log is off, and at the end it waits for running handlers one second only; both are properties of
 * [method@Aiohttp.TestServer.get_runner].
 *
 * aiohttp: `TestServer`
 *
 * Since: 0.1
 */

#define SHUTDOWN_TIMEOUT 1.0

struct _AiohttpTestServer
{
  GObject parent_instance;

  AiohttpAppRunner *runner;
  AiohttpTcpSite *site;
};

G_DEFINE_FINAL_TYPE (AiohttpTestServer, aiohttp_test_server, G_TYPE_OBJECT)

static void
aiohttp_test_server_finalize (GObject *object)
{
  AiohttpTestServer *self = AIOHTTP_TEST_SERVER (object);

  g_clear_object (&self->site);
  g_clear_object (&self->runner);
  G_OBJECT_CLASS (aiohttp_test_server_parent_class)->finalize (object);
}

static void
aiohttp_test_server_class_init (AiohttpTestServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_test_server_finalize;
}

static void
aiohttp_test_server_init (AiohttpTestServer *self)
{
}

/**
 * aiohttp_test_server_new:
 * @app: an application
 *
 * Makes a test server.
 *
 * Returns: (transfer full): the server
 *
 * Since: 0.1
 */
AiohttpTestServer *
aiohttp_test_server_new (AiohttpApplication *app)
{
  AiohttpTestServer *self;

  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (app), NULL);

  self = g_object_new (AIOHTTP_TYPE_TEST_SERVER, NULL);
  self->runner = aiohttp_app_runner_new (app);
  g_object_set (self->runner, "access-log", FALSE, "shutdown-timeout", SHUTDOWN_TIMEOUT, NULL);
  self->site = aiohttp_tcp_site_new (self->runner, "127.0.0.1", 0);
  return self;
}

/**
 * aiohttp_test_server_get_runner:
 * @self: a test server
 *
 * Gets the runner, whose settings may be changed before the start.
 *
 * Returns: (transfer none): the runner
 *
 * Since: 0.1
 */
AiohttpAppRunner *
aiohttp_test_server_get_runner (AiohttpTestServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), NULL);

  return self->runner;
}

/**
 * aiohttp_test_server_get_site:
 * @self: a test server
 *
 * Gets the site, whose settings may be changed before the start. With a TLS context ([method@Aiohttp.Site.set_tls]), such
 * as one of [func@Aiohttp.test_certificate_new], it serves `https`.
 *
 * Returns: (transfer none): the site
 *
 * Since: 0.1
 */
AiohttpSite *
aiohttp_test_server_get_site (AiohttpTestServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), NULL);

  return AIOHTTP_SITE (self->site);
}

/**
 * aiohttp_test_server_get_port:
 * @self: a test server
 *
 * Gets the port that it serves on.
 *
 * Returns: the port, 0 while it does not serve
 *
 * Since: 0.1
 */
guint16
aiohttp_test_server_get_port (AiohttpTestServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), 0);

  return aiohttp_tcp_site_get_port (self->site);
}

/**
 * aiohttp_test_server_get_url:
 * @self: a test server that serves
 *
 * Gets the URL of the server, without a slash at its end.
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_test_server_get_url (AiohttpTestServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), NULL);

  return aiohttp_site_get_name (AIOHTTP_SITE (self->site));
}

/**
 * aiohttp_test_server_make_url:
 * @self: a test server that serves
 * @path: a path that begins with a slash, with a query if you like
 *
 * Makes the URL of a path on this server.
 *
 * Returns: (transfer full): the URL
 *
 * Since: 0.1
 */
char *
aiohttp_test_server_make_url (AiohttpTestServer *self, const char *path)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), NULL);
  g_return_val_if_fail (path != NULL && *path == '/', NULL);

  return g_strconcat (aiohttp_test_server_get_url (self), path, NULL);
}

/**
 * aiohttp_test_server_start: (skip)
 * @self: a test server
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.TestServer.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_test_server_start, FALSE, (AiohttpTestServer * self), (self))

static void
on_site_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aiohttp_site_start_finish (AIOHTTP_SITE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_runner_set_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpTestServer *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (aiohttp_app_runner_setup_finish (AIOHTTP_APP_RUNNER (source), result, &error))
    aiohttp_site_start_async (AIOHTTP_SITE (self->site), cancellable, on_site_started, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_test_server_start_async:
 * @self: a test server
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it serves
 * @user_data: for @callback
 *
 * Begins to serve.
 *
 * Since: 0.1
 */
void
aiohttp_test_server_start_async (AiohttpTestServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_TEST_SERVER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_test_server_start_async);
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_app_runner_setup_async (self->runner, cancellable, on_runner_set_up, task);
}

/**
 * aiohttp_test_server_start_finish:
 * @self: a test server
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.TestServer.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
gboolean
aiohttp_test_server_start_finish (AiohttpTestServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_test_server_start_async, error);
}

/**
 * aiohttp_test_server_stop: (skip)
 * @self: a test server
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.TestServer.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_test_server_stop, FALSE, (AiohttpTestServer * self), (self))

static void
on_runner_cleaned_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aiohttp_app_runner_cleanup_finish (AIOHTTP_APP_RUNNER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_test_server_stop_async:
 * @self: a test server
 * @cancellable: (nullable): a cancellable; the server stops all the same
 * @callback: (scope async) (closure user_data): called when all is closed
 * @user_data: for @callback
 *
 * Stops serving and ends all connections.
 *
 * Since: 0.1
 */
void
aiohttp_test_server_stop_async (AiohttpTestServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_TEST_SERVER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_test_server_stop_async);
  aiohttp_app_runner_cleanup_async (self->runner, cancellable, on_runner_cleaned_up, task);
}

/**
 * aiohttp_test_server_stop_finish:
 * @self: a test server
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.TestServer.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_test_server_stop_finish (AiohttpTestServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TEST_SERVER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_test_server_stop_async, error);
}
