/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "server-thread.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>

#include <linux/sockios.h>

#include <gobject/gvaluecollector.h>

static gpointer
run (gpointer data)
{
  ServerThread *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

typedef struct
{
  void (*func) (gpointer);
  gpointer data;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Call;

static gboolean
run_call (gpointer data)
{
  Call *call = data;

  call->func (call->data);
  g_mutex_lock (&call->mutex);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->mutex);
  return G_SOURCE_REMOVE;
}

static void
call_with_priority (ServerThread *self, int priority, void (*func) (gpointer), gpointer data)
{
  Call call = { .func = func, .data = data };
  g_autoptr (GSource) source = g_idle_source_new ();

  g_mutex_init (&call.mutex);
  g_cond_init (&call.cond);
  g_source_set_priority (source, priority);
  g_source_set_callback (source, run_call, &call, NULL);
  g_source_attach (source, self->context);
  g_mutex_lock (&call.mutex);
  while (!call.done)
    g_cond_wait (&call.cond, &call.mutex);
  g_mutex_unlock (&call.mutex);
  g_mutex_clear (&call.mutex);
  g_cond_clear (&call.cond);
}

void
server_thread_call (ServerThread *self, void (*func) (gpointer), gpointer data)
{
  call_with_priority (self, G_PRIORITY_DEFAULT, func, data);
}

static void
do_nothing (gpointer data)
{
}

void
server_thread_settle (ServerThread *self, RawClient *client)
{
  int unsent = 1;

  /* In the server's socket is what its kernel has acknowledged. */
  while (unsent > 0)
    {
      g_assert_no_errno (ioctl (client->fd, SIOCOUTQ, &unsent));
      if (unsent > 0)
        g_usleep (500);
    }
  /* What has a lower priority runs when nothing else is ready, or when the reactor lets it for one turn. */
  for (guint i = 0; i < 4; i++)
    call_with_priority (self, G_PRIORITY_LOW, do_nothing, NULL);
}

void
server_thread_expect_silence (ServerThread *self, RawClient *client)
{
  server_thread_settle (self, client);
  raw_client_expect_silence (client);
}

typedef struct
{
  ServerThread *self;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Step;

static void
finish_step (Step *step)
{
  g_mutex_lock (&step->mutex);
  step->done = TRUE;
  g_cond_signal (&step->cond);
  g_mutex_unlock (&step->mutex);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  aiohttp_test_server_start_finish (AIOHTTP_TEST_SERVER (source), result, &error);
  g_assert_no_error (error);
  step->self->port = aiohttp_test_server_get_port (step->self->server);
  finish_step (step);
}

static void
start (gpointer data)
{
  Step *step = data;

  aiohttp_test_server_start_async (step->self->server, NULL, on_started, step);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;

  aiohttp_test_server_stop_finish (AIOHTTP_TEST_SERVER (source), result, &error);
  g_assert_no_error (error);
  g_clear_object (&step->self->server);
  finish_step (step);
}

static void
stop (gpointer data)
{
  Step *step = data;

  aiohttp_test_server_stop_async (step->self->server, NULL, on_stopped, step);
}

static void
run_step (ServerThread *self, void (*func) (gpointer))
{
  Step step = { .self = self };

  g_mutex_init (&step.mutex);
  g_cond_init (&step.cond);
  server_thread_call (self, func, &step);
  g_mutex_lock (&step.mutex);
  while (!step.done)
    g_cond_wait (&step.cond, &step.mutex);
  g_mutex_unlock (&step.mutex);
  g_mutex_clear (&step.mutex);
  g_cond_clear (&step.cond);
}

static void
set_property (AiohttpTestServer *server, const char *name, va_list *arguments)
{
  AiohttpAppRunner *runner = aiohttp_test_server_get_runner (server);
  gpointer object = aiohttp_app_runner_get_server (runner);
  GParamSpec *pspec;
  g_auto (GValue) value = G_VALUE_INIT;
  char *problem = NULL;

  if (g_str_has_prefix (name, "app:"))
    {
      object = aiohttp_app_runner_get_app (runner);
      name += strlen ("app:");
    }
  else if (g_str_has_prefix (name, "site:"))
    {
      object = aiohttp_test_server_get_site (server);
      name += strlen ("site:");
    }
  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_assert_nonnull (pspec);
  G_VALUE_COLLECT_INIT (&value, pspec->value_type, *arguments, 0, &problem);
  g_assert_null (problem);
  g_object_set_property (object, name, &value);
}

static void
start_thread (ServerThread *self)
{
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("server", run, self);
  run_step (self, start);
}

ServerThread *
server_thread_start (RouteFunc add_routes, const char *first_property, ...)
{
  ServerThread *self = g_new0 (ServerThread, 1);
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  va_list arguments;

  add_routes (aiohttp_application_get_router (app));
  self->server = aiohttp_test_server_new (app);
  va_start (arguments, first_property);
  for (const char *name = first_property; name != NULL; name = va_arg (arguments, const char *))
    set_property (self->server, name, &arguments);
  va_end (arguments);
  start_thread (self);
  return self;
}

ServerThread *
server_thread_start_app (AiohttpApplication *app)
{
  ServerThread *self = g_new0 (ServerThread, 1);

  self->server = aiohttp_test_server_new (app);
  start_thread (self);
  return self;
}

static void
quit (gpointer data)
{
  g_main_loop_quit (data);
}

void
server_thread_stop (ServerThread *self)
{
  run_step (self, stop);
  server_thread_call (self, quit, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

typedef struct
{
  ServerThread *self;
  guint n;
} Count;

static void
count (gpointer data)
{
  Count *result = data;
  AiohttpAppRunner *runner = aiohttp_test_server_get_runner (result->self->server);

  result->n = aiohttp_web_server_get_n_connections (aiohttp_app_runner_get_server (runner));
}

guint
server_thread_get_n_connections (ServerThread *self)
{
  Count result = { self, 0 };

  server_thread_call (self, count, &result);
  return result.n;
}

void
server_thread_await_connections (ServerThread *self, guint n)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (server_thread_get_n_connections (self) != n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}
