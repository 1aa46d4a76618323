/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client of the talk that this library started from:
 *
 *   response = yield from aiohttp.request('GET', url)
 *   assert response.status == 200
 *   return (yield from response.read())
 *   content = asyncio.get_event_loop().run_until_complete(fetch_page('http://python.org'))
 */

#include <aiohttp-glib/aiohttp.h>

static gboolean
fetch_page (GValue *result, gpointer url, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_request ("GET", url, NULL, error);
  GBytes *content;

  if (response == NULL)
    return FALSE;
  g_assert (aiohttp_client_response_get_status (response) == 200);
  content = aiohttp_client_response_read (response, error);
  if (content == NULL)
    return FALSE;
  g_value_init (result, G_TYPE_BYTES);
  g_value_take_boxed (result, content);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpTask) page = aiohttp_spawn (fetch_page, argc > 1 ? argv[1] : (char *) "http://python.org", NULL);
  g_autoptr (GBytes) content = NULL;

  if (aiohttp_event_loop_run_until_complete (aiohttp_get_event_loop (NULL), AIOHTTP_FUTURE (page), &error))
    content = aiohttp_future_propagate_bytes (AIOHTTP_FUTURE (page), &error);
  if (content == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("%.*s", (int) g_bytes_get_size (content), (const char *) g_bytes_get_data (content, NULL));
  return 0;
}
