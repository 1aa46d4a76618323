/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>

/* Descriptors and signals that an event loop watches. */

typedef struct
{
  AiohttpEventLoop *loop; /* which drops the watch before it goes */
  AiohttpCallFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  const char *kind;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  if (watch->notify != NULL)
    aiohttp_call_out (watch->notify, watch->user_data);
  g_free (watch);
}

static void
watch_call (gpointer data)
{
  Watch *watch = data;
  AiohttpEventLoop *loop = g_object_ref (watch->loop);
  gboolean pushed = aiohttp_event_loop_push (loop);

  if (aiohttp_debug_is_on_in_loop (loop))
    aiohttp_debug_run_callback (loop, watch->func, watch->user_data, watch->kind);
  else
    watch->func (watch->user_data);
  if (pushed)
    aiohttp_event_loop_pop (loop);
  g_object_unref (loop);
}

/* A main loop that a coroutine runs on its own stack dispatches there. */
static gboolean
on_descriptor (int fd, GIOCondition condition, gpointer data)
{
  aiohttp_call_out (watch_call, data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_signal (gpointer data)
{
  aiohttp_call_out (watch_call, data);
  return G_SOURCE_CONTINUE;
}

static void
source_drop (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

/* Takes over the source; it replaces the one of the same key. */
static void
add_watch (AiohttpEventLoop *self, GHashTable **table, int key, GSource *source, const char *name, GSourceFunc dispatch,
           const Watch *watch)
{
  if (*table == NULL)
    *table = g_hash_table_new_full (NULL, NULL, NULL, source_drop);
  g_source_set_static_name (source, name);
  g_source_set_callback (source, dispatch, g_memdup2 (watch, sizeof *watch), watch_free);
  g_source_attach (source, self->context);
  g_hash_table_insert (*table, GINT_TO_POINTER (key), source);
}

static gboolean
remove_watch (GHashTable *table, int key)
{
  return table != NULL && g_hash_table_remove (table, GINT_TO_POINTER (key));
}

void
aiohttp_event_loop_drop_watches (AiohttpEventLoop *self)
{
  g_clear_pointer (&self->descriptors, g_hash_table_unref);
  g_clear_pointer (&self->signals, g_hash_table_unref);
}

static gboolean
watch_descriptor (AiohttpEventLoop *self, int fd, GIOCondition condition, const char *name, const Watch *watch,
                  GError **error)
{
  GIOCondition watched = condition | G_IO_HUP | G_IO_ERR;

  if (!aiohttp_event_loop_check_open (self, error))
    return FALSE;
  if (fd < 0 || fcntl (fd, F_GETFD) == -1)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%d is not an open file descriptor", fd);
      return FALSE;
    }
  add_watch (self, &self->descriptors, fd * 2 + (condition == G_IO_OUT), g_unix_fd_source_new (fd, watched), name,
             G_SOURCE_FUNC (on_descriptor), watch);
  return TRUE;
}

static gboolean
refuse (const Watch *watch)
{
  if (watch->notify != NULL)
    aiohttp_call_out (watch->notify, watch->user_data);
  return FALSE;
}

/**
 * aiohttp_event_loop_add_reader:
 * @self: an event loop
 * @fd: a file descriptor
 * @func: (scope notified) (closure user_data) (destroy notify): called whenever @fd can be read
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when the watch is gone
 * @error: where to put the error
 *
 * Watches a descriptor for something to read, or its end.
 *
 * @func is called in each turn of the loop in which @fd is readable. It replaces an earlier reader of @fd. Remove it
 * before @fd is closed.
 *
 * asyncio: `loop.add_reader()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_ARGUMENT` or `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_add_reader (AiohttpEventLoop *self, int fd, AiohttpCallFunc func, gpointer user_data,
                               GDestroyNotify notify, GError **error)
{
  Watch watch = { self, func, user_data, notify, "the reader callback" };

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return watch_descriptor (self, fd, G_IO_IN, "aiohttp_event_loop_add_reader", &watch, error) || refuse (&watch);
}

/**
 * aiohttp_event_loop_remove_reader:
 * @self: an event loop
 * @fd: a file descriptor
 *
 * Ends the watch of [method@Aiohttp.EventLoop.add_reader].
 *
 * Returns: %FALSE if there was none
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_remove_reader (AiohttpEventLoop *self, int fd)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return remove_watch (self->descriptors, fd * 2);
}

/**
 * aiohttp_event_loop_add_writer:
 * @self: an event loop
 * @fd: a file descriptor
 * @func: (scope notified) (closure user_data) (destroy notify): called whenever @fd can be written
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when the watch is gone
 * @error: where to put the error
 *
 * Watches a descriptor for room to write.
 *
 * @func is called in each turn of the loop in which @fd is writable, so remove it when there is nothing to write. It
 * replaces an earlier writer of @fd.
 *
 * asyncio: `loop.add_writer()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_ARGUMENT` or `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_add_writer (AiohttpEventLoop *self, int fd, AiohttpCallFunc func, gpointer user_data,
                               GDestroyNotify notify, GError **error)
{
  Watch watch = { self, func, user_data, notify, "the writer callback" };

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return watch_descriptor (self, fd, G_IO_OUT, "aiohttp_event_loop_add_writer", &watch, error) || refuse (&watch);
}

/**
 * aiohttp_event_loop_remove_writer:
 * @self: an event loop
 * @fd: a file descriptor
 *
 * Ends the watch of [method@Aiohttp.EventLoop.add_writer].
 *
 * Returns: %FALSE if there was none
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_remove_writer (AiohttpEventLoop *self, int fd)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return remove_watch (self->descriptors, fd * 2 + 1);
}

static gboolean
signal_is_watchable (int signum)
{
  switch (signum)
    {
    case SIGHUP:
    case SIGINT:
    case SIGTERM:
    case SIGUSR1:
    case SIGUSR2:
    case SIGWINCH:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * aiohttp_event_loop_add_signal_handler:
 * @self: an event loop
 * @signum: `SIGHUP`, `SIGINT`, `SIGTERM`, `SIGUSR1`, `SIGUSR2` or `SIGWINCH`
 * @func: (scope notified) (closure user_data) (destroy notify): called for the signal
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when the handler is gone
 * @error: where to put the error
 *
 * Lets the loop call a function, in its own thread, when the process gets a signal.
 *
 * It replaces an earlier handler of this loop for @signum. Other signals cannot be watched by a main context: they
 * are refused by an error that names them.
 *
 * asyncio: `loop.add_signal_handler()`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_ARGUMENT` or `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_add_signal_handler (AiohttpEventLoop *self, int signum, AiohttpCallFunc func, gpointer user_data,
                                       GDestroyNotify notify, GError **error)
{
  Watch watch = { self, func, user_data, notify, "the signal handler" };

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!aiohttp_event_loop_check_open (self, error))
    return refuse (&watch);
  if (!signal_is_watchable (signum))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Signal %d (%s) cannot be watched, only SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2 and SIGWINCH",
                   signum, g_strsignal (signum));
      return refuse (&watch);
    }
  add_watch (self, &self->signals, signum, g_unix_signal_source_new (signum), "aiohttp_event_loop_add_signal_handler",
             on_signal, &watch);
  return TRUE;
}

/**
 * aiohttp_event_loop_remove_signal_handler:
 * @self: an event loop
 * @signum: the signal
 *
 * Removes a handler of this loop, so that the signal does what it did before.
 *
 * Returns: %FALSE if there was none
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_loop_remove_signal_handler (AiohttpEventLoop *self, int signum)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), FALSE);

  return remove_watch (self->signals, signum);
}
