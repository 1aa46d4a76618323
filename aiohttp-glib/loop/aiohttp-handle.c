/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-handle.h"

#include "aiohttp-context-private.h"
#include "aiohttp-handle-private.h"

/**
 * AiohttpHandle:
 *
 * A call that an event loop is going to make, and by which it is called off.
 *
 * [method@Aiohttp.EventLoop.call_soon] and its like give one. It need not be kept: the call is made all the same.
 *
 * A handle is used in the thread of its event loop.
 *
 * asyncio: `Handle`.
 *
 * Since: 0.1
 */
G_DEFINE_TYPE (AiohttpHandle, aiohttp_handle, G_TYPE_OBJECT)

static void
free_user_data (gpointer data)
{
  AiohttpHandle *self = data;
  GDestroyNotify notify = g_steal_pointer (&self->notify);
  gpointer user_data = g_steal_pointer (&self->user_data);

  self->func = NULL;
  if (notify != NULL)
    notify (user_data);
}

static void
clear_call (AiohttpHandle *self)
{
  if (self->notify != NULL)
    aiohttp_call_out (free_user_data, self);
  self->func = NULL;
}

static void
aiohttp_handle_real_cancel (AiohttpHandle *self)
{
  self->cancelled = TRUE;
  clear_call (self);
}

static void
aiohttp_handle_finalize (GObject *object)
{
  AiohttpHandle *self = AIOHTTP_HANDLE (object);

  clear_call (self);
  g_clear_object (&self->context);
  aiohttp_vars_clear (&self->vars);
  g_clear_object (&self->loop);

  G_OBJECT_CLASS (aiohttp_handle_parent_class)->finalize (object);
}

static void
aiohttp_handle_class_init (AiohttpHandleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_handle_finalize;

  klass->cancel = aiohttp_handle_real_cancel;
}

static void
aiohttp_handle_init (AiohttpHandle *self)
{
}

void
aiohttp_handle_set_call (AiohttpHandle *self, AiohttpEventLoop *loop, AiohttpCallFunc func, gpointer user_data,
                         GDestroyNotify notify)
{
  self->loop = g_object_ref (loop);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
  self->vars = aiohttp_vars_capture ();
}

void
aiohttp_handle_run (gpointer data)
{
  AiohttpHandle *self = data;

  if (self->func != NULL && !aiohttp_event_loop_is_closed (self->loop))
    {
      AiohttpCallFunc func = g_steal_pointer (&self->func);
      AiohttpContext *context = self->context;
      AiohttpVars **outer = aiohttp_coroutine_swap_vars_slot (context != NULL ? &context->vars : &self->vars);
      gboolean pushed = aiohttp_event_loop_push (self->loop);

      func (self->user_data);
      aiohttp_coroutine_swap_vars_slot (outer);
      if (pushed)
        aiohttp_event_loop_pop (self->loop);
    }
  free_user_data (self);
  g_object_unref (self);
}

/**
 * aiohttp_handle_cancel:
 * @self: a handle
 *
 * Calls the call off, and frees its user data; nothing if it has been made.
 *
 * Since: 0.1
 */
void
aiohttp_handle_cancel (AiohttpHandle *self)
{
  g_return_if_fail (AIOHTTP_IS_HANDLE (self));

  if (self->func != NULL)
    ((AiohttpHandleClass *) G_OBJECT_GET_CLASS (self))->cancel (self);
}

/**
 * aiohttp_handle_is_cancelled:
 * @self: a handle
 *
 * Tells whether the call was called off before it was made.
 *
 * Returns: %TRUE if it was
 *
 * Since: 0.1
 */
gboolean
aiohttp_handle_is_cancelled (AiohttpHandle *self)
{
  g_return_val_if_fail (AIOHTTP_IS_HANDLE (self), FALSE);

  return self->cancelled;
}
