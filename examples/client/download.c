/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A file that is written as it comes, and how far it is.
 * usage: client-download URL */

#include <aiohttp-glib/aiohttp.h>

static gboolean
save (AiohttpClientResponse *response, GOutputStream *output, GError **error)
{
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);
  gint64 total = g_ascii_strtoll (aiohttp_client_response_get_header (response, "Content-Length"), NULL, 10);

  for (gint64 done = 0; done < total;)
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readexactly (content, (gsize) MIN (25000, total - done), error);
      g_autoptr (GAsyncResult) written = NULL;

      if (piece == NULL)
        return FALSE;
      written = aiohttp_await (g_output_stream_write_all_async (output, g_bytes_get_data (piece, NULL),
                                                                g_bytes_get_size (piece), G_PRIORITY_DEFAULT,
                                                                AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      if (!g_output_stream_write_all_finish (output, written, NULL, error))
        return FALSE;
      done += (gint64) g_bytes_get_size (piece);
      g_print ("%d %%\n", (int) (100 * done / total));
    }
  return g_output_stream_close (output, NULL, error);
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/file", NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = response != NULL ? g_file_new_tmp ("download-XXXXXX", &stream, error) : NULL;
  gboolean ok = file != NULL && save (response, g_io_stream_get_output_stream (G_IO_STREAM (stream)), error);

  if (file != NULL)
    g_file_delete (file, NULL, NULL);
  return aiohttp_client_session_close (session, ok ? error : NULL) && ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
