/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Streaming, as in the talk that this library started from:
 *
 *   r = yield from aiohttp.request('get', url)
 *   yield from r.content.read(10)
 */

#include <aiohttp-glib/aiohttp.h>

static gboolean
first_bytes (GValue *result, gpointer url, GError **error)
{
  g_autoptr (AiohttpClientResponse) r = aiohttp_request ("get", url, NULL, error);
  g_autoptr (GBytes) bytes = NULL;

  if (r == NULL)
    return FALSE;
  bytes = aiohttp_stream_reader_read (aiohttp_client_response_get_content (r), 10, error);
  if (bytes == NULL)
    return FALSE;
  g_print ("%.*s\n", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (first_bytes, argc > 1 ? argv[1] : (char *) "http://python.org", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
