/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-server-private.h"

#include <unistd.h>

#include "aiohttp-access-logger-private.h"
#include "aiohttp-server-connection-state-private.h"

/* AiohttpWebServer: its access log. */

/* For a logger, which may do anything, and so is called when the answers are on their way. */
typedef struct
{
  AiohttpRequest *request;
  char *remote;
  AiohttpAccessLogEntry entry;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_clear_object (&told->request);
  g_object_unref (told->entry.response);
  g_free (told->remote);
  g_free (told);
}

static void
tell_all (gpointer data)
{
  AiohttpWebServer *self = data;
  g_autoptr (AiohttpAccessLogger) logger = NULL;
  g_autoptr (GMainContext) context = g_main_context_ref (self->context);
  g_autoptr (GPtrArray) all = g_steal_pointer (&self->told);

  gboolean entered;

  if (all == NULL || self->access_logger == NULL)
    return;
  logger = g_object_ref (self->access_logger);
  entered = aiohttp_server_connection_enter_context (self);
  for (guint i = 0; i < all->len; i++)
    {
      Told *told = g_ptr_array_index (all, i);

      aiohttp_access_logger_tell (logger, told->request, &told->entry);
    }
  if (entered)
    g_main_context_pop_thread_default (context);
}

static void
queue_for_logger (AiohttpWebServer *self, AiohttpRequest *request, const AiohttpAccessLogEntry *entry)
{
  Told *told = g_new0 (Told, 1);

  told->entry = *entry;
  told->remote = g_strdup (entry->remote);
  told->entry.remote = told->remote;
  told->entry.response = g_object_ref (entry->response);
  if (request != NULL)
    told->request = g_object_ref (request);
  if (self->told == NULL)
    self->told = g_ptr_array_new_with_free_func (told_free);
  g_ptr_array_add (self->told, told);
  aiohttp_reactor_add_turn_end (self->reactor, &self->told_hook);
}

void
aiohttp_web_server_log_answer (AiohttpWebServer *self, AiohttpRequest *request, const AiohttpAccessLogEntry *entry)
{
  if (self->access_logger != NULL)
    queue_for_logger (self, request, entry);
  else
    aiohttp_access_log_add (&self->log, self->log_format, entry);
}

void
aiohttp_web_server_update_log (AiohttpWebServer *self)
{
  self->log_needs_duration =
      self->access_log && (self->access_logger != NULL || aiohttp_access_log_format_needs_duration (self->log_format));
}

void
aiohttp_web_server_open_log (AiohttpWebServer *self)
{
  self->told_hook = (AiohttpTurnEnd){ .func = tell_all, .data = self };
  aiohttp_access_log_init (&self->log, self->reactor, STDERR_FILENO);
}

void
aiohttp_web_server_close_log (AiohttpWebServer *self)
{
  if (self->reactor == NULL)
    return;
  aiohttp_reactor_remove_turn_end (self->reactor, &self->told_hook);
  tell_all (self);
}

gboolean
aiohttp_web_server_take_log_format (AiohttpWebServer *self, const char *text, GError **error)
{
  AiohttpAccessLogFormat *format;

  if (text == NULL)
    text = AIOHTTP_ACCESS_LOG_FORMAT;
  format = aiohttp_access_log_format_new (text, error);
  if (format == NULL)
    return FALSE;
  g_clear_pointer (&self->log_format, aiohttp_access_log_format_free);
  self->log_format = format;
  g_free (self->log_format_text);
  self->log_format_text = g_strdup (text);
  aiohttp_web_server_update_log (self);
  return TRUE;
}
