/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "site-thread.h"

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_remote (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *remote = aiohttp_request_get_remote (request);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, remote != NULL ? remote : "nobody"));
}

AiohttpApplication *
site_thread_make_app (void)
{
  AiohttpApplication *app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);

  g_assert_true (aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL));
  g_assert_true (aiohttp_router_add_get (router, "/remote", handle_remote, NULL, NULL, NULL));
  return app;
}

static gpointer
run (gpointer data)
{
  SiteThread *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* A step that another thread waits for. */
typedef struct
{
  void (*func) (gpointer);
  gpointer data;
  GSourceFunc step;
  gpointer site;
  SiteThread *thread;
  gboolean ok;
  GError *error;
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

static gboolean
begin_step (gpointer data)
{
  Step *step = data;

  /* By it ThreadSanitizer sees what the main context's lock does. */
  g_mutex_lock (&step->mutex);
  g_mutex_unlock (&step->mutex);
  return step->step (step);
}

static void
run_step (SiteThread *self, Step *step, GSourceFunc func)
{
  g_mutex_init (&step->mutex);
  g_cond_init (&step->cond);
  g_mutex_lock (&step->mutex);
  step->thread = self;
  step->step = func;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, begin_step, step, NULL);
  while (!step->done)
    g_cond_wait (&step->cond, &step->mutex);
  g_mutex_unlock (&step->mutex);
  g_mutex_clear (&step->mutex);
  g_cond_clear (&step->cond);
}

static gboolean
call_func (gpointer data)
{
  Step *step = data;

  step->func (step->data);
  finish_step (step);
  return G_SOURCE_REMOVE;
}

void
site_thread_call (SiteThread *self, void (*func) (gpointer), gpointer data)
{
  Step step = { .func = func, .data = data };

  run_step (self, &step, call_func);
}

static void
on_set_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  aiohttp_app_runner_setup_finish (AIOHTTP_APP_RUNNER (source), result, &error);
  g_assert_no_error (error);
  finish_step (data);
}

static gboolean
set_up (gpointer data)
{
  aiohttp_app_runner_setup_async (((Step *) data)->thread->runner, NULL, on_set_up, data);
  return G_SOURCE_REMOVE;
}

SiteThread *
site_thread_new (AiohttpAppRunner *runner)
{
  SiteThread *self = g_new0 (SiteThread, 1);
  Step step = { 0 };

  g_object_set (runner, "access-log", FALSE, NULL);
  self->runner = runner;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("sites", run, self);
  run_step (self, &step, set_up);
  return self;
}

static void
on_cleaned_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  aiohttp_app_runner_cleanup_finish (AIOHTTP_APP_RUNNER (source), result, &error);
  g_assert_no_error (error);
  finish_step (data);
}

static gboolean
clean_up (gpointer data)
{
  aiohttp_app_runner_cleanup_async (((Step *) data)->thread->runner, NULL, on_cleaned_up, data);
  return G_SOURCE_REMOVE;
}

static void
drop_runner (gpointer data)
{
  SiteThread *self = data;

  g_clear_object (&self->runner);
  g_main_loop_quit (self->loop);
}

void
site_thread_free (SiteThread *self)
{
  Step step = { 0 };

  run_step (self, &step, clean_up);
  site_thread_call (self, drop_runner, self);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  Step *step = data;

  step->ok = aiohttp_site_start_finish (AIOHTTP_SITE (source), result, &step->error);
  finish_step (step);
}

static gboolean
start (gpointer data)
{
  aiohttp_site_start_async (((Step *) data)->site, NULL, on_started, data);
  return G_SOURCE_REMOVE;
}

gboolean
site_thread_start (SiteThread *self, gpointer site, GError **error)
{
  Step step = { .site = site };

  run_step (self, &step, start);
  if (step.error != NULL)
    g_propagate_error (error, step.error);
  return step.ok;
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  aiohttp_site_stop_finish (AIOHTTP_SITE (source), result, &error);
  g_assert_no_error (error);
  finish_step (data);
}

static gboolean
stop (gpointer data)
{
  aiohttp_site_stop_async (((Step *) data)->site, NULL, on_stopped, data);
  return G_SOURCE_REMOVE;
}

void
site_thread_stop (SiteThread *self, gpointer site)
{
  Step step = { .site = site };

  run_step (self, &step, stop);
}
