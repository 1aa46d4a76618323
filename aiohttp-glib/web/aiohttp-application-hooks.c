/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-application-hooks-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"

/* AiohttpApplication: the hooks and cleanup contexts that it has. */

static void
hook_free (gpointer data)
{
  AiohttpApplicationHook *hook = data;

  if (hook->destroy != NULL)
    aiohttp_call_out (hook->destroy, hook->user_data);
  g_free (hook);
}

static void
context_free (gpointer data)
{
  AiohttpApplicationContext *context = data;

  g_clear_object (&context->context);
  if (context->destroy != NULL)
    aiohttp_call_out (context->destroy, context->user_data);
  g_free (context);
}

void
aiohttp_application_init_lifecycle (AiohttpApplication *self)
{
  self->startup = g_ptr_array_new_with_free_func (hook_free);
  self->shutdown = g_ptr_array_new_with_free_func (hook_free);
  self->cleanup = g_ptr_array_new_with_free_func (hook_free);
  self->contexts = g_ptr_array_new_with_free_func (context_free);
}

void
aiohttp_application_clear_lifecycle (AiohttpApplication *self)
{
  g_ptr_array_unref (self->startup);
  g_ptr_array_unref (self->shutdown);
  g_ptr_array_unref (self->cleanup);
  g_ptr_array_unref (self->contexts);
}

void
aiohttp_application_chain_lifecycle (AiohttpApplication *self, AiohttpApplication *child)
{
  GPtrArray *const lists[] = { self->startup, self->shutdown, self->cleanup };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      AiohttpApplicationHook *hook = g_new0 (AiohttpApplicationHook, 1);

      hook->child = child;
      g_ptr_array_add (lists[i], hook);
    }
}

static gboolean
check_addable (AiohttpApplication *self, const char *what, GError **error)
{
  if (!aiohttp_application_check_not_frozen (self, what, error))
    return FALSE;
  if (self->state == AIOHTTP_APPLICATION_NEW)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
               "The %s comes too late: the application starts already; add it before", what);
  return FALSE;
}

static gboolean
add_hook (AiohttpApplication *self, GPtrArray *hooks, AiohttpApplicationFunc func, AiohttpApplicationCallback callback,
          gpointer user_data, GDestroyNotify destroy, GError **error)
{
  AiohttpApplicationHook *hook = g_new0 (AiohttpApplicationHook, 1);

  hook->func = func;
  hook->callback = callback;
  hook->user_data = user_data;
  hook->destroy = destroy;
  if (check_addable (self, "function", error))
    {
      g_ptr_array_add (hooks, hook);
      return TRUE;
    }
  hook_free (hook);
  return FALSE;
}

/**
 * aiohttp_application_on_startup: (skip)
 * @self: an application
 * @func: is called when the application starts, before it serves; runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Adds a function that is called when the application starts, before it serves.
 *
 * Where one fails, the later ones are not called, and the application does not serve. Those of a sub-application are
 * called in the place where it was added. Routes, middlewares and items may still be added.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application starts; then @user_data is freed.
 *
 * aiohttp: `on_startup`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_startup (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->startup, func, NULL, user_data, destroy, error);
}

/**
 * aiohttp_application_on_startup_callback: (rename-to aiohttp_application_on_startup)
 * @self: an application
 * @func: (scope notified) (closure user_data) (destroy destroy): is called when the application starts, before it serves; runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Application.on_startup] for language bindings.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_startup_callback (AiohttpApplication *self, AiohttpApplicationCallback func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->startup, NULL, func, user_data, destroy, error);
}

/**
 * aiohttp_application_on_shutdown: (skip)
 * @self: an application
 * @func: is called when the application begins to end, while handlers may still run; runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Adds a function that is called when the application begins to end, while handlers may still run.
 *
 * What keeps handlers waiting, a WebSocket or a long poll, is ended here. All are called, whether others fail or not.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application starts; then @user_data is freed.
 *
 * aiohttp: `on_shutdown`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_shutdown (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                 GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->shutdown, func, NULL, user_data, destroy, error);
}

/**
 * aiohttp_application_on_shutdown_callback: (rename-to aiohttp_application_on_shutdown)
 * @self: an application
 * @func: (scope notified) (closure user_data) (destroy destroy): is called when the application begins to end, while handlers may still run; runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Application.on_shutdown] for language bindings.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_shutdown_callback (AiohttpApplication *self, AiohttpApplicationCallback func, gpointer user_data,
                                          GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->shutdown, NULL, func, user_data, destroy, error);
}

/**
 * aiohttp_application_on_cleanup: (skip)
 * @self: an application
 * @func: is called at the end of the application, when all handlers have ended; runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Adds a function that is called at the end of the application, when all handlers have ended.
 *
 * It comes after the cleanup contexts are left. All are called, whether others fail or not.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application starts; then @user_data is freed.
 *
 * aiohttp: `on_cleanup`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_cleanup (AiohttpApplication *self, AiohttpApplicationFunc func, gpointer user_data,
                                GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->cleanup, func, NULL, user_data, destroy, error);
}

/**
 * aiohttp_application_on_cleanup_callback: (rename-to aiohttp_application_on_cleanup)
 * @self: an application
 * @func: (scope notified) (closure user_data) (destroy destroy): is called at the end of the application, when all handlers have ended; runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Application.on_cleanup] for language bindings.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_on_cleanup_callback (AiohttpApplication *self, AiohttpApplicationCallback func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_hook (self, self->cleanup, NULL, func, user_data, destroy, error);
}

static gboolean
add_context (AiohttpApplication *self, AiohttpContextFunc func, AiohttpContextCallback callback, gpointer user_data,
             GDestroyNotify destroy, GError **error)
{
  AiohttpApplicationContext *context = g_new0 (AiohttpApplicationContext, 1);

  context->func = func;
  context->callback = callback;
  context->user_data = user_data;
  context->destroy = destroy;
  if (check_addable (self, "cleanup context", error))
    {
      g_ptr_array_add (self->contexts, context);
      return TRUE;
    }
  context_free (context);
  return FALSE;
}

/**
 * aiohttp_application_add_cleanup_context: (skip)
 * @self: an application
 * @func: sets something up, waits in its context, and takes it down; runs as a coroutine
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * Adds something that the application has from its start to its end; [class@Aiohttp.CleanupContext] shows one.
 *
 * Contexts are entered in the order in which they were added, before the functions of
 * [method@Aiohttp.Application.on_startup] are called, and left in reverse, before those of
 * [method@Aiohttp.Application.on_cleanup]. Where one fails to set up, the later ones are not entered, and only those that
 * were entered are left.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application starts; then @user_data is freed.
 *
 * aiohttp: `cleanup_ctx`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_cleanup_context (AiohttpApplication *self, AiohttpCleanupContextFunc func, gpointer user_data,
                                         GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_context (self, func, NULL, user_data, destroy, error);
}

/**
 * aiohttp_application_add_cleanup_context_callback: (rename-to aiohttp_application_add_cleanup_context)
 * @self: an application
 * @func: (scope notified) (closure user_data) (destroy destroy): starts what does all this; runs on the main stack
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Application.add_cleanup_context] for language bindings.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_cleanup_context_callback (AiohttpApplication *self, AiohttpCleanupContextCallback func,
                                                  gpointer user_data, GDestroyNotify destroy, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return add_context (self, NULL, func, user_data, destroy, error);
}
