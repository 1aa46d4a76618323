/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-protocol-factory-private.h"
#include "aiohttp.h"

/* A factory that only counts. */
#define TEST_TYPE_FACTORY (test_factory_get_type ())
G_DECLARE_FINAL_TYPE (TestFactory, test_factory, TEST, FACTORY, GObject)

struct _TestFactory
{
  GObject parent_instance;

  guint n_started;
  guint n_stopped;
  gboolean refuse;
};

static gboolean
test_factory_start_serving (AiohttpProtocolFactory *factory, AiohttpEventLoop *loop, GSocket *listening, GError **error)
{
  TestFactory *self = TEST_FACTORY (factory);

  g_assert_false (g_socket_get_blocking (listening));
  if (self->refuse)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "closed");
      return FALSE;
    }
  self->n_started++;
  return TRUE;
}

static void
test_factory_stop_serving (AiohttpProtocolFactory *factory, GSocket *listening)
{
  TEST_FACTORY (factory)->n_stopped++;
}

static void
test_factory_iface_init (AiohttpProtocolFactoryInterface *iface)
{
  iface->start_serving = test_factory_start_serving;
  iface->stop_serving = test_factory_stop_serving;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestFactory, test_factory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_PROTOCOL_FACTORY, test_factory_iface_init))

static void
test_factory_class_init (TestFactoryClass *klass)
{
}

static void
test_factory_init (TestFactory *self)
{
}

static void
assert_reachable (GSocketAddress *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (connection);
}

static gboolean
test_address (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (TestFactory) factory = g_object_new (TEST_TYPE_FACTORY, NULL);
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);
  AiohttpServer *server =
      aiohttp_event_loop_create_server (loop, AIOHTTP_PROTOCOL_FACTORY (factory), "127.0.0.1", 0, error);
  GList *addresses;

  g_assert_nonnull (server);
  g_assert_true (aiohttp_server_is_serving (server));
  g_assert_cmpuint (aiohttp_server_get_port (server), >, 0);
  addresses = aiohttp_server_dup_addresses (server);
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  assert_reachable (addresses->data);
  g_list_free_full (addresses, g_object_unref);

  aiohttp_server_close (server);
  aiohttp_server_close (server);
  g_assert_false (aiohttp_server_is_serving (server));
  g_assert_cmpuint (aiohttp_server_get_port (server), ==, 0);
  g_assert_null (aiohttp_server_dup_addresses (server));
  g_assert_cmpuint (factory->n_started, ==, 1);
  g_assert_cmpuint (factory->n_stopped, ==, 1);
  g_assert_finalize_object (server);
  return TRUE;
}

static gboolean
test_hosts (GValue *result, gpointer user_data, GError **error)
{
  static const char *const hosts[] = { NULL, "", "localhost", "::1" };
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (TestFactory) factory = g_object_new (TEST_TYPE_FACTORY, NULL);
      g_autoptr (GError) local_error = NULL;
      AiohttpServer *server =
          aiohttp_event_loop_create_server (loop, AIOHTTP_PROTOCOL_FACTORY (factory), hosts[i], 0, &local_error);
      GList *addresses;

      if (server == NULL && i == 3)
        {
          g_test_message ("no IPv6 here: %s", local_error->message);
          continue;
        }
      g_assert_no_error (local_error);
      addresses = aiohttp_server_dup_addresses (server);
      g_assert_cmpuint (g_list_length (addresses), ==, factory->n_started);
      for (GList *l = addresses; l != NULL; l = l->next)
        g_assert_cmpuint (g_inet_socket_address_get_port (l->data), ==, aiohttp_server_get_port (server));
      g_list_free_full (addresses, g_object_unref);
      /* The last reference closes it. */
      g_assert_finalize_object (server);
      g_assert_cmpuint (factory->n_stopped, ==, factory->n_started);
    }
  return TRUE;
}

static gboolean
test_errors (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (TestFactory) factory = g_object_new (TEST_TYPE_FACTORY, NULL);
  AiohttpProtocolFactory *f = AIOHTTP_PROTOCOL_FACTORY (factory);
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);
  g_autoptr (AiohttpServer) server = aiohttp_event_loop_create_server (loop, f, "127.0.0.1", 0, error);
  g_autoptr (GError) local_error = NULL;

  g_assert_null (
      aiohttp_event_loop_create_server (loop, f, "127.0.0.1", aiohttp_server_get_port (server), &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&local_error);

  g_assert_null (aiohttp_event_loop_create_server (loop, f, "name.invalid", 0, &local_error));
  g_assert_nonnull (local_error);
  g_assert_true (local_error->domain == G_RESOLVER_ERROR);
  g_clear_error (&local_error);

  factory->refuse = TRUE;
  g_assert_null (aiohttp_event_loop_create_server (loop, f, "127.0.0.1", 0, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  return TRUE;
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **to = data;

  *to = g_object_ref (result);
}

static void
test_cancelled (void)
{
  g_autoptr (TestFactory) factory = g_object_new (TEST_TYPE_FACTORY, NULL);
  AiohttpEventLoop *loop = aiohttp_get_event_loop (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (AiohttpServer) server = NULL;
  g_autoptr (GError) error = NULL;

  /* A server that listens already is handed over. */
  aiohttp_event_loop_create_server_async (loop, AIOHTTP_PROTOCOL_FACTORY (factory), "127.0.0.1", 0, cancellable,
                                          on_created, &late);
  g_cancellable_cancel (cancellable);
  aiohttp_event_loop_create_server_async (loop, AIOHTTP_PROTOCOL_FACTORY (factory), "127.0.0.1", 0, cancellable,
                                          on_created, &result);
  g_assert_true (late == NULL && result == NULL);
  while (late == NULL || result == NULL)
    g_main_context_iteration (NULL, TRUE);
  server = aiohttp_event_loop_create_server_finish (loop, late, &error);
  g_assert_no_error (error);
  g_assert_true (aiohttp_server_is_serving (server));
  g_assert_null (aiohttp_event_loop_create_server_finish (loop, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/server/address", test_address, NULL);
  aiohttp_test_add_coroutine ("/server/hosts", test_hosts, NULL);
  aiohttp_test_add_coroutine ("/server/errors", test_errors, NULL);
  g_test_add_func ("/server/cancelled", test_cancelled);
  return g_test_run ();
}
