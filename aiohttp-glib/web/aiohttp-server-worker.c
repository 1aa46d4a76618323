/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-worker-private.h"

#include "aiohttp-application.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-web-server-private.h"

/* A thread that has been left behind in a handler that does not return owns itself from then on. */
struct _AiohttpServerWorker
{
  gatomicrefcount refs; /* its owner's and its thread's */
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  AiohttpWebServer *server; /* this and the next two are touched in the thread only, once it runs */
  gboolean shutting_down;
  gboolean quits;    /* when it is shut down */
  GPtrArray *asked;  /* futures that wait for it; of the owner's thread */
  gboolean given_up; /* the owner's thread does not wait for it any more */
  GMutex mutex;
  GCond ended_cond;
  gboolean ended; /* guarded by the mutex */
};

/* What is asked of a worker. */
typedef struct
{
  AiohttpServerWorker *worker;
  GSocket *socket;
  GPtrArray *sockets;
  AiohttpSiteSettings *settings;
  GSourceFunc func;
  AiohttpFuture *done;  /* touched in the asker's thread only */
  GMainContext *origin; /* of that thread */
} Job;

static Job *
job_new (AiohttpServerWorker *worker, GSocket *socket)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker;
  job->socket = socket != NULL ? g_object_ref (socket) : NULL;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->socket);
  g_clear_pointer (&job->sockets, g_ptr_array_unref);
  g_clear_pointer (&job->settings, aiohttp_site_settings_unref);
  g_clear_object (&job->done);
  g_clear_pointer (&job->origin, g_main_context_unref);
  g_free (job);
}

/* What a job holds is handed over by the main context's lock; this one shows it to ThreadSanitizer. */
static void
hand_over (void)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  g_mutex_unlock (&mutex);
}

static gboolean
run_job (gpointer data)
{
  Job *job = data;

  hand_over ();
  return job->func (job);
}

static void
post (GMainContext *context, GSourceFunc func, Job *job, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  job->func = func;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, run_job, job, destroy);
  hand_over ();
  g_source_attach (source, context);
}

static void
worker_unref (AiohttpServerWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ended_cond);
  g_free (self);
}

static gpointer
run (gpointer data)
{
  AiohttpServerWorker *self = data;
  g_autoptr (AiohttpEventLoop) loop = NULL;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_clear_object (&self->server);
  /* Handlers that took no notice of their end, and what they have spawned. */
  loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  aiohttp_event_loop_close (loop, NULL);
  g_clear_object (&loop);
  g_main_context_pop_thread_default (self->context);
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_signal (&self->ended_cond);
  g_mutex_unlock (&self->mutex);
  worker_unref (self);
  return NULL;
}

static void
copy_properties (AiohttpWebServer *from, AiohttpWebServer *to)
{
  g_autofree GParamSpec **pspecs = NULL;
  guint n;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (from), &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if ((pspecs[i]->flags & G_PARAM_READWRITE) != G_PARAM_READWRITE ||
          (pspecs[i]->flags & G_PARAM_CONSTRUCT_ONLY) != 0)
        continue;
      g_value_init (&value, pspecs[i]->value_type);
      g_object_get_property (G_OBJECT (from), pspecs[i]->name, &value);
      g_object_set_property (G_OBJECT (to), pspecs[i]->name, &value);
    }
}

AiohttpServerWorker *
aiohttp_server_worker_new (AiohttpWebServer *model)
{
  AiohttpServerWorker *self = g_new0 (AiohttpServerWorker, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended_cond);
  self->asked = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->server = aiohttp_web_server_new (aiohttp_web_server_get_app (model));
  copy_properties (model, self->server);
  self->thread = g_thread_new ("aiohttp-worker", run, self);
  return self;
}

static gboolean
quit (gpointer data)
{
  AiohttpServerWorker *self = ((Job *) data)->worker;

  if (self->shutting_down)
    self->quits = TRUE;
  else
    g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

void
aiohttp_server_worker_give_up (AiohttpServerWorker *self)
{
  g_autoptr (GPtrArray) asked = NULL;

  if (self->asked->len == 0)
    return;
  asked = self->asked;
  self->asked = g_ptr_array_new_with_free_func (g_object_unref);
  self->given_up = TRUE;
  for (guint i = 0; i < asked->len; i++)
    aiohttp_future_set_boolean (g_ptr_array_index (asked, i), FALSE);
}

/* FALSE: it did not end in time. */
static gboolean
wait_for_end (AiohttpServerWorker *self)
{
  const gint64 deadline = g_get_monotonic_time () + AIOHTTP_WORKER_PATIENCE * G_TIME_SPAN_SECOND;
  gboolean ended;

  g_mutex_lock (&self->mutex);
  while (!self->ended && !self->given_up && g_cond_wait_until (&self->ended_cond, &self->mutex, deadline))
    continue;
  ended = self->ended;
  g_mutex_unlock (&self->mutex);
  return ended;
}

void
aiohttp_server_worker_free (AiohttpServerWorker *self)
{
  /* By the context, so that it is not lost where the loop does not run yet. */
  post (self->context, quit, job_new (self, NULL), job_free);
  if (wait_for_end (self))
    g_thread_join (self->thread);
  else
    {
      g_warning ("A worker thread is left behind: a handler blocks it. Handlers have to await, or to run what blocks "
                 "in an executor");
      g_thread_unref (self->thread);
    }
  aiohttp_server_worker_give_up (self);
  g_ptr_array_unref (self->asked);
  worker_unref (self);
}

static gboolean
listen_in_thread (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (!aiohttp_web_server_listen (job->worker->server, job->worker->context, job->socket, job->settings, &error))
    g_warning ("A worker thread cannot serve: %s", error->message);
  return G_SOURCE_REMOVE;
}

void
aiohttp_server_worker_listen (AiohttpServerWorker *self, GSocket *socket, AiohttpSiteSettings *settings)
{
  Job *job = job_new (self, socket);

  job->settings = settings != NULL ? aiohttp_site_settings_ref (settings) : NULL;
  post (self->context, listen_in_thread, job, job_free);
}

static gboolean
close_idle_in_thread (gpointer data)
{
  aiohttp_web_server_close_idle (((Job *) data)->worker->server);
  return G_SOURCE_REMOVE;
}

void
aiohttp_server_worker_close_idle (AiohttpServerWorker *self)
{
  post (self->context, close_idle_in_thread, job_new (self, NULL), job_free);
}

static gboolean
end_in_thread (gpointer data)
{
  aiohttp_web_server_end_now (((Job *) data)->worker->server);
  return G_SOURCE_REMOVE;
}

void
aiohttp_server_worker_end_now (AiohttpServerWorker *self)
{
  post (self->context, end_in_thread, job_new (self, NULL), job_free);
}

static gboolean
resolve_at_origin (gpointer data)
{
  AiohttpFuture *done = ((Job *) data)->done;

  /* The worker may be gone, if it was given up. */
  if (!aiohttp_future_is_done (done))
    {
      g_ptr_array_remove_fast (((Job *) data)->worker->asked, done);
      aiohttp_future_set_boolean (done, TRUE);
    }
  return G_SOURCE_REMOVE;
}

/* A job whose end the calling thread is told of. */
static AiohttpFuture *
ask (AiohttpServerWorker *self, GSourceFunc func, Job *job)
{
  AiohttpFuture *done = aiohttp_future_new ();

  job->done = g_object_ref (done);
  job->origin = g_main_context_ref_thread_default ();
  if (self->given_up)
    {
      aiohttp_future_set_boolean (done, FALSE);
      job_free (job);
      return done;
    }
  g_ptr_array_add (self->asked, g_object_ref (done));
  post (self->context, func, job, NULL);
  return done;
}

static gboolean
unlisten_in_thread (gpointer data)
{
  Job *job = data;

  for (guint i = 0; i < job->sockets->len; i++)
    aiohttp_web_server_unlisten (job->worker->server, g_ptr_array_index (job->sockets, i));
  post (job->origin, resolve_at_origin, job, job_free);
  return G_SOURCE_REMOVE;
}

AiohttpFuture *
aiohttp_server_worker_unlisten (AiohttpServerWorker *self, GPtrArray *sockets)
{
  Job *job = job_new (self, NULL);

  job->sockets = g_ptr_array_ref (sockets);
  return ask (self, unlisten_in_thread, job);
}

static void
on_shut_down (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;

  AiohttpServerWorker *self = job->worker;

  aiohttp_web_server_shutdown_finish (AIOHTTP_WEB_SERVER (source), result, NULL);
  self->shutting_down = FALSE;
  if (self->quits)
    g_main_loop_quit (self->loop);
  post (job->origin, resolve_at_origin, job, job_free);
}

static gboolean
shut_down_in_thread (gpointer data)
{
  AiohttpServerWorker *self = ((Job *) data)->worker;

  self->shutting_down = TRUE;
  aiohttp_web_server_shutdown_async (self->server, NULL, on_shut_down, data);
  return G_SOURCE_REMOVE;
}

AiohttpFuture *
aiohttp_server_worker_shut_down (AiohttpServerWorker *self)
{
  return ask (self, shut_down_in_thread, job_new (self, NULL));
}

guint
aiohttp_server_worker_get_n_connections (AiohttpServerWorker *self)
{
  return (guint) g_atomic_int_get ((gint *) &self->server->n_connections);
}
