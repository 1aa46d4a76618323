/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-exchange-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-url-private.h"

/* In seconds; longer ones end up to a second late. */
#define MAX_EXACT_TIMEOUT 5

/* What a cancel of the caller's, in whatever thread, comes back by. */
typedef struct
{
  gatomicrefcount ref_count;
  GMainContext *context;
  AiohttpClientExchange *exchange; /* NULL: the step is over */
} CancelNote;

struct _AiohttpClientExchange
{
  int ref_count;
  AiohttpClientRegistry *registry; /* NULL: a child, or one that has ended */
  AiohttpClientExchange *parent;   /* owned, until a child ends */
  GQueue children;                 /* that have not ended */
  GList link;
  gboolean finished; /* but for its children */
  char *method;
  GUri *uri;
  double timeout;
  AiohttpTimer timer;
  GSource *exact_timer; /* instead of it */
  GError *abort_error;
  void (*aborted) (gpointer data);
  gpointer aborted_data;

  /* the step under way */
  GCancellable *step;
  GCancellable *callers;
  gulong callers_id;
  void (*stop) (gpointer data, GError *error);
  gpointer stop_data;
  CancelNote *note;
};

AiohttpClientExchange *
aiohttp_client_exchange_ref (AiohttpClientExchange *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_client_exchange_unref (AiohttpClientExchange *self)
{
  if (--self->ref_count > 0)
    return;
  aiohttp_client_exchange_finish (self);
  g_clear_error (&self->abort_error);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->method, g_ref_string_release);
  g_free (self);
}

static void
on_timeout (gpointer data)
{
  AiohttpClientExchange *self = data;
  g_autofree char *url = aiohttp_request_url_to_string (self->uri, FALSE);

  aiohttp_client_exchange_abort (self,
                                 g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT,
                                              "Timed out after %g seconds: %s %s", self->timeout, self->method, url));
}

static gboolean
on_exact_timeout (gpointer data)
{
  on_timeout (data);
  return G_SOURCE_REMOVE;
}

/* A source for each request is dear; but the wheel's steps would show in a short timeout. aiohttp rounds those of more
 * than five seconds, too. */
static void
start_timer (AiohttpClientExchange *self, AiohttpTimerWheel *wheel)
{
  double milliseconds = self->timeout * 1000;

  if (milliseconds <= 0 || milliseconds >= G_MAXINT)
    return;
  if (self->timeout > MAX_EXACT_TIMEOUT)
    {
      aiohttp_timer_arm (wheel, &self->timer, (guint) milliseconds);
      return;
    }
  self->exact_timer = g_timeout_source_new (MAX (1, (guint) milliseconds));
  g_source_set_callback (self->exact_timer, on_exact_timeout, self, NULL);
  g_source_set_static_name (self->exact_timer, "[aiohttp] total timeout");
  g_source_attach (self->exact_timer, g_main_context_get_thread_default ());
}

AiohttpClientExchange *
aiohttp_client_exchange_new (AiohttpClientRegistry *registry, AiohttpTimerWheel *wheel, double timeout, char *method,
                             GUri *uri)
{
  AiohttpClientExchange *self = g_new0 (AiohttpClientExchange, 1);

  self->ref_count = 1;
  self->timeout = timeout;
  self->method = g_ref_string_acquire (method);
  self->uri = g_uri_ref (uri);
  self->registry = registry;
  self->link.data = self;
  g_queue_push_tail_link (&registry->exchanges, &self->link);
  aiohttp_timer_init (&self->timer, on_timeout, self);
  start_timer (self, wheel);
  return self;
}

AiohttpClientExchange *
aiohttp_client_exchange_new_child (AiohttpClientExchange *parent)
{
  AiohttpClientExchange *self = g_new0 (AiohttpClientExchange, 1);

  self->ref_count = 1;
  self->parent = aiohttp_client_exchange_ref (parent);
  self->abort_error = aiohttp_client_exchange_dup_abort_error (parent);
  self->link.data = self;
  g_queue_push_tail_link (&parent->children, &self->link);
  return self;
}

void
aiohttp_client_exchange_set_abort_func (AiohttpClientExchange *self, void (*aborted) (gpointer), gpointer data)
{
  self->aborted = aborted;
  self->aborted_data = data;
}

static void
cancel_step (gpointer step)
{
  g_cancellable_cancel (step);
}

/* May come from another thread: it only cancels. */
static void
on_callers_cancelled (GCancellable *callers, gpointer step)
{
  aiohttp_call_out (cancel_step, step);
}

GCancellable *
aiohttp_client_exchange_begin (AiohttpClientExchange *self, GCancellable *cancellable)
{
  g_assert (self->step == NULL);

  self->step = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->callers = g_object_ref (cancellable);
      self->callers_id = g_cancellable_connect (cancellable, G_CALLBACK (on_callers_cancelled),
                                                g_object_ref (self->step), g_object_unref);
    }
  if (self->abort_error != NULL)
    g_cancellable_cancel (self->step);
  return self->step;
}

static void
cancel_note_unref (gpointer data)
{
  CancelNote *note = data;

  if (!g_atomic_ref_count_dec (&note->ref_count))
    return;
  g_main_context_unref (note->context);
  g_free (note);
}

static void
stop_call (AiohttpClientExchange *self, GError *error)
{
  self->stop (self->stop_data, error);
}

static gboolean
on_cancel_noted (gpointer data)
{
  CancelNote *note = data;

  if (note->exchange != NULL)
    stop_call (note->exchange, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Operation was cancelled"));
  return G_SOURCE_REMOVE;
}

/* May come from another thread, or from the middle of whatever cancels. */
static void
on_call_cancelled (GCancellable *callers, CancelNote *note)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_atomic_ref_count_inc (&note->ref_count);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_cancel_noted, note, cancel_note_unref);
  g_source_set_static_name (source, "[aiohttp] cancel of a request");
  g_source_attach (source, note->context);
}

void
aiohttp_client_exchange_begin_call (AiohttpClientExchange *self, GCancellable *cancellable,
                                    void (*stop) (gpointer data, GError *error), gpointer data)
{
  g_assert (self->step == NULL && self->stop == NULL);

  self->stop = stop;
  self->stop_data = data;
  if (cancellable == NULL)
    return;
  self->note = g_new (CancelNote, 1);
  *self->note = (CancelNote){ .context = g_main_context_ref_thread_default (), .exchange = self };
  g_atomic_ref_count_init (&self->note->ref_count);
  g_atomic_ref_count_inc (&self->note->ref_count);
  self->callers = g_object_ref (cancellable);
  self->callers_id = g_cancellable_connect (cancellable, G_CALLBACK (on_call_cancelled), self->note, cancel_note_unref);
}

/* What a step failed with, seen from outside: an abort before all else; and a cancel that neither the caller nor an abort
 * asked for is the connector's end. */
static GError *
tell_failure (AiohttpClientExchange *self, GError *error, gboolean cancelled)
{
  GError *told = NULL;

  if (self->abort_error != NULL)
    told = g_error_copy (self->abort_error);
  else if (!cancelled && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    told = g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Connector was closed");
  if (told == NULL)
    return error;
  g_error_free (error);
  return told;
}

void
aiohttp_client_exchange_end (AiohttpClientExchange *self, GError **error)
{
  gboolean cancelled = self->step == NULL || g_cancellable_is_cancelled (self->step);

  /* not g_cancellable_disconnect(), which waits for a handler that may be on this very stack; the handler has a
   * reference of its own to what it cancels */
  if (self->callers_id != 0)
    g_signal_handler_disconnect (self->callers, self->callers_id);
  self->callers_id = 0;
  g_clear_object (&self->callers);
  g_clear_object (&self->step);
  self->stop = NULL;
  if (self->note != NULL)
    self->note->exchange = NULL;
  g_clear_pointer (&self->note, cancel_note_unref);
  if (*error != NULL)
    *error = tell_failure (self, *error, cancelled);
}

GError *
aiohttp_client_exchange_dup_abort_error (AiohttpClientExchange *self)
{
  return self->abort_error != NULL ? g_error_copy (self->abort_error) : NULL;
}

/* On the main stack: what a cancel ends may call back at once. */
static void
stop_step (gpointer data)
{
  AiohttpClientExchange *self = data;

  if (self->step != NULL)
    g_cancellable_cancel (self->step);
  else if (self->stop != NULL)
    stop_call (self, g_error_copy (self->abort_error));
  else if (self->aborted != NULL)
    self->aborted (self->aborted_data);
}

/* An abort may take any of them out of the queue. */
static GPtrArray *
list_exchanges (GQueue *queue)
{
  GPtrArray *exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) aiohttp_client_exchange_unref);

  for (GList *l = queue->head; l != NULL; l = l->next)
    g_ptr_array_add (exchanges, aiohttp_client_exchange_ref (l->data));
  return exchanges;
}

static void
abort_all (GQueue *queue, const GError *error)
{
  g_autoptr (GPtrArray) exchanges = NULL;

  if (queue->length == 0)
    return;
  exchanges = list_exchanges (queue);
  for (guint i = 0; i < exchanges->len; i++)
    aiohttp_client_exchange_abort (exchanges->pdata[i], g_error_copy (error));
}

void
aiohttp_client_exchange_abort (AiohttpClientExchange *self, GError *error)
{
  if (self->abort_error != NULL)
    {
      g_error_free (error);
      return;
    }
  self->abort_error = error;
  aiohttp_client_exchange_ref (self);
  abort_all (&self->children, error);
  aiohttp_call_out (stop_step, self);
  aiohttp_client_exchange_unref (self);
}

static void
leave_registry (AiohttpClientExchange *self)
{
  AiohttpClientRegistry *registry = g_steal_pointer (&self->registry);

  aiohttp_timer_disarm (&self->timer);
  if (self->exact_timer != NULL)
    g_source_destroy (self->exact_timer);
  g_clear_pointer (&self->exact_timer, g_source_unref);
  if (registry == NULL)
    return;
  g_queue_unlink (&registry->exchanges, &self->link);
  if (registry->exchanges.length == 0)
    registry->emptied (registry->data);
}

void
aiohttp_client_exchange_finish (AiohttpClientExchange *self)
{
  AiohttpClientExchange *parent = g_steal_pointer (&self->parent);

  self->aborted = NULL;
  self->finished = TRUE;
  if (parent != NULL)
    {
      g_queue_unlink (&parent->children, &self->link);
      if (parent->finished)
        aiohttp_client_exchange_finish (parent);
      aiohttp_client_exchange_unref (parent);
    }
  else if (self->children.length == 0)
    leave_registry (self);
}

void
aiohttp_client_registry_abort (AiohttpClientRegistry *self, const GError *error)
{
  abort_all (&self->exchanges, error);
}

void
aiohttp_client_registry_detach (AiohttpClientRegistry *self)
{
  while (self->exchanges.head != NULL)
    {
      AiohttpClientExchange *exchange = self->exchanges.head->data;

      exchange->registry = NULL;
      g_queue_unlink (&self->exchanges, &exchange->link);
    }
}
