/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-dispatcher-private.h"

#include "aiohttp-application-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future.h"
#include "aiohttp-response-private.h"
#include "aiohttp-response-sender-private.h"
#include "aiohttp-task-private.h"

/* The request's side of a future that its handler returned. The future is held weakly: whoever is to resolve it holds
 * it, and dropping it unresolved, from whatever thread, fails the request. */
struct _AiohttpFutureWatch
{
  gatomicrefcount ref_count; /* the callback's, the weak reference's, and that of a failure under way */
  AiohttpRequest *request;   /* NULL once settled; only touched in the loop's thread */
  AiohttpEventLoop *loop;
  GWeakRef future;
};

static void handle_reply (AiohttpRequest *request, gpointer reply, GError *error);

static void
watch_unref (gpointer data)
{
  AiohttpFutureWatch *watch = data;

  if (!g_atomic_ref_count_dec (&watch->ref_count))
    return;
  g_weak_ref_clear (&watch->future);
  g_object_unref (watch->loop);
  g_free (watch);
}

static AiohttpFutureWatch *
watch_ref (AiohttpFutureWatch *watch)
{
  g_atomic_ref_count_inc (&watch->ref_count);
  return watch;
}

static AiohttpRequest *
watch_steal_request (AiohttpFutureWatch *watch)
{
  AiohttpRequest *request = g_steal_pointer (&watch->request);

  if (request != NULL)
    request->watch = NULL;
  return request;
}

static GError *
wrong_type_error (const char *what, const char *type)
{
  return g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "%s %s, which is not a response", what, type);
}

static void
settle_future (AiohttpRequest *request, AiohttpFuture *future)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  GObject *object = NULL;

  if (!aiohttp_future_propagate_value (future, &value, &error))
    {
      aiohttp_response_sender_fail (request, error);
      return;
    }
  if (G_VALUE_HOLDS_OBJECT (&value))
    object = g_value_get_object (&value);
  if (AIOHTTP_IS_STREAM_RESPONSE (object))
    aiohttp_response_sender_send (request, AIOHTTP_STREAM_RESPONSE (object));
  else
    aiohttp_response_sender_fail (request,
                                  wrong_type_error ("The handler's future resolved to",
                                                    object != NULL                   ? G_OBJECT_TYPE_NAME (object)
                                                    : !G_VALUE_HOLDS_OBJECT (&value) ? G_VALUE_TYPE_NAME (&value)
                                                                                     : "nothing"));
}

/* In the loop. */
static void
fail_dropped (gpointer data)
{
  AiohttpFutureWatch *watch = data;
  g_autoptr (AiohttpRequest) request = watch_steal_request (watch);

  if (request != NULL && request->stream != NULL)
    aiohttp_response_sender_fail (request,
                                  g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                                                       "The handler's future was dropped before it was resolved"));
  watch_unref (watch);
}

/* In whatever thread the last reference was. */
static void
on_future_dropped (gpointer data, GObject *where_the_object_was)
{
  AiohttpFutureWatch *watch = data;

  /* The weak reference's share goes along. */
  aiohttp_event_loop_call_soon_threadsafe_internal (watch->loop, fail_dropped, watch);
}

static void
on_future_done (AiohttpFuture *future, gpointer data)
{
  AiohttpFutureWatch *watch = data;
  g_autoptr (AiohttpRequest) request = watch_steal_request (watch);

  g_object_weak_unref (G_OBJECT (future), on_future_dropped, watch);
  watch_unref (watch);
  if (request != NULL && request->stream != NULL)
    settle_future (request, future);
}

/* Takes the future. */
static void
watch_future (AiohttpRequest *request, AiohttpFuture *future)
{
  AiohttpFutureWatch *watch;

  if (aiohttp_future_is_done (future))
    {
      settle_future (request, future);
      g_object_unref (future);
      return;
    }
  watch = g_new0 (AiohttpFutureWatch, 1);
  g_atomic_ref_count_init (&watch->ref_count);
  watch->request = g_object_ref (request);
  watch->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  g_weak_ref_init (&watch->future, future);
  request->watch = watch;
  g_object_weak_ref (G_OBJECT (future), on_future_dropped, watch_ref (watch));
  aiohttp_future_add_done_callback (future, on_future_done, watch, watch_unref);
  g_object_unref (future);
}

/* Takes both; one of them is NULL if the handler is a good one. */
static void
handle_reply (AiohttpRequest *request, gpointer reply, GError *error)
{
  if (G_UNLIKELY (request->stream == NULL))
    {
      g_clear_error (&error);
      g_clear_object (&reply);
      return;
    }
  if (G_LIKELY (AIOHTTP_IS_STREAM_RESPONSE (reply)))
    {
      g_clear_error (&error);
      aiohttp_response_sender_send (request, reply);
      g_object_unref (reply);
    }
  else if (reply == NULL)
    aiohttp_response_sender_fail (request, error);
  else if (AIOHTTP_IS_FUTURE (reply))
    {
      g_clear_error (&error);
      watch_future (request, reply);
    }
  else
    {
      g_clear_error (&error);
      aiohttp_response_sender_fail (request, wrong_type_error ("The handler returned", G_OBJECT_TYPE_NAME (reply)));
      g_object_unref (reply);
    }
}

/* On the coroutine's stack. */
static gpointer
run_handler (gpointer data, GError **error)
{
  AiohttpRequest *request = data;
  const AiohttpHandler *handler = request->route->handler;

  return handler->func (request, handler->user_data, error);
}

static void
on_handler_returned (gpointer reply, GError *error, gpointer data)
{
  AiohttpRequest *request = data;
  AiohttpTask *task = g_steal_pointer (&request->task);

  handle_reply (request, reply, error);
  if (task == NULL)
    return;
  g_object_unref (task);
  g_object_unref (request);
}

static void
call_handler (AiohttpRequest *request)
{
  const AiohttpHandler *handler = request->route->handler;

  if (handler->coroutine)
    {
      request->task = aiohttp_task_run_inline (run_handler, on_handler_returned, request);
      if (request->task != NULL)
        g_object_ref (request);
    }
  else
    {
      GError *error = NULL;
      gpointer reply = handler->func (request, handler->user_data, &error);

      handle_reply (request, reply, error);
    }
}

/* The first step, timed; what a coroutine does after an await is timed as a task's step. */
static void
call_handler_in_debug_mode (AiohttpRequest *request)
{
  g_autoptr (AiohttpRequest) held = g_object_ref (request);
  g_autofree char *what = g_strdup_printf ("the handler of %s %s", aiohttp_request_get_method (request),
                                           aiohttp_request_get_path (request));
  AiohttpDebugSpan span;
  gint64 took;

  aiohttp_debug_begin (&span, aiohttp_event_loop_get_or_default ());
  call_handler (request);
  if (request->task != NULL)
    aiohttp_task_set_name (request->task, what);
  if (aiohttp_debug_end (&span, &took))
    {
      g_autofree char *func = aiohttp_debug_describe_function ((gconstpointer) request->route->handler->func);
      g_autofree char *described = g_strdup_printf ("%s (%s)", what, func);

      aiohttp_debug_tell_slow (took, NULL, described);
    }
}

static void
start_handler (AiohttpRequest *request)
{
  if (aiohttp_debug_is_on ())
    call_handler_in_debug_mode (request);
  else
    call_handler (request);
}

static void
respond_status (AiohttpRequest *request, guint status, const char *text)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_for_status (status, text, NULL);

  aiohttp_response_sender_send (request, AIOHTTP_STREAM_RESPONSE (response));
}

static void
respond_not_allowed (AiohttpRequest *request, char *allow /* taken */)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_for_status (405, NULL, NULL);
  g_autofree char *methods = allow;

  soup_message_headers_replace (aiohttp_stream_response_get_headers (AIOHTTP_STREAM_RESPONSE (response)), "Allow",
                                methods);
  aiohttp_response_sender_send (request, AIOHTTP_STREAM_RESPONSE (response));
}

void
aiohttp_dispatch (AiohttpRequest *request)
{
  const AiohttpHttp1Head *head = request->head;
  const char *path = head->base + head->path.offset;
  gsize path_length = head->path.length;
  AiohttpRouteQuery query;
  AiohttpRouteMatch match;
  g_autoptr (GError) error = NULL;

  if (G_UNLIKELY (!aiohttp_request_check_path (request, &error)))
    {
      respond_status (request, 400, error->message);
      return;
    }
  /* "http://host" asks for the root (RFC 9112, 3.2.1). */
  if (G_UNLIKELY (head->path.length == 0 && head->target_form == AIOHTTP_TARGET_ABSOLUTE))
    path = "/", path_length = 1;
  query = (AiohttpRouteQuery){ head->base + head->method.offset, head->method.length, path, path_length, request };
  aiohttp_router_resolve (aiohttp_application_get_router (request->app), &query, &match);
  if (match.route == NULL && match.allow == NULL)
    respond_status (request, 404, NULL);
  else if (match.route == NULL)
    respond_not_allowed (request, match.allow);
  else if (G_UNLIKELY (head->expect_unknown))
    respond_status (request, 417, NULL);
  else
    {
      aiohttp_request_set_match (request, &match);
      start_handler (request);
    }
}

void
aiohttp_dispatch_cancel (AiohttpRequest *request)
{
  G_GNUC_UNUSED g_autoptr (AiohttpRequest) held = g_object_ref (request);

  aiohttp_request_cancel (request);
  if (request->task != NULL)
    aiohttp_task_cancel (request->task);
  if (request->watch != NULL)
    {
      g_autoptr (AiohttpFuture) future = g_weak_ref_get (&request->watch->future);

      if (future != NULL)
        aiohttp_future_cancel (future);
    }
}
