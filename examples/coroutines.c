/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Coroutines: a GIO operation awaited, tasks side by side, a timeout, a cancel with cleanup. */

#include <aiohttp-glib/aiohttp.h>

static char *
read_first_line (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GAsyncResult) read = NULL;

  opened = aiohttp_await (g_file_read_async (file, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  stream = g_file_read_finish (file, opened, error);
  if (stream == NULL)
    return NULL;

  lines = g_data_input_stream_new (G_INPUT_STREAM (stream));
  read = aiohttp_await (
      g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return g_data_input_stream_read_line_finish_utf8 (lines, read, NULL, error);
}

static gboolean
count_to_three (GValue *result, gpointer user_data, GError **error)
{
  const char *name = user_data;

  for (int i = 1; i <= 3; i++)
    {
      g_print ("%s: %d\n", name, i);
      if (!aiohttp_sleep (0.02, error))
        return FALSE;
    }
  g_value_init (result, G_TYPE_INT);
  g_value_set_int (result, 3);
  return TRUE;
}

static gboolean
work_for_ever (GValue *result, gpointer user_data, GError **error)
{
  while (aiohttp_sleep (10, error))
    ;
  /* Cancelled. A cancel is delivered once, so cleaning up may await. */
  aiohttp_sleep (0.01, NULL);
  g_print ("cleaned up\n");
  return FALSE;
}

static gboolean
count_twice (GError **error)
{
  g_autoptr (AiohttpTask) one = aiohttp_spawn (count_to_three, g_strdup ("one"), g_free);
  g_autoptr (AiohttpTask) two = aiohttp_spawn (count_to_three, g_strdup ("two"), g_free);
  GAsyncResult *both[] = { G_ASYNC_RESULT (one), G_ASYNC_RESULT (two) };

  if (!aiohttp_gather (both, 2, FALSE, error))
    return FALSE;
  g_print ("one counted to %" G_GINT64_FORMAT "\n", aiohttp_future_propagate_int64 (AIOHTTP_FUTURE (one), error));
  return TRUE;
}

static gboolean
body (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) worker = NULL;
  g_autoptr (GError) timeout = NULL;
  g_autofree char *line = read_first_line (user_data, error);

  if (line == NULL || !count_twice (error))
    return FALSE;
  g_print ("first line: %s\n", line);

  worker = aiohttp_spawn (work_for_ever, NULL, NULL);
  if (!aiohttp_wait_for (G_ASYNC_RESULT (worker), 0.05, &timeout))
    g_print ("%s\n", timeout->message);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (argc > 1 ? argv[1] : "/etc/hostname");

  if (!aiohttp_run (body, path, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
