/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A file on its way to a server, which is read as it goes.
 * usage: client-upload URL */

#include <aiohttp-glib/aiohttp.h>

static gboolean
send_file (AiohttpClientSession *session, const char *url, GFile *file, GError **error)
{
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_file (file, "text/plain");
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_put (session, url, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text != NULL)
    g_print ("%s\n", text);
  return text != NULL;
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/upload", NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("upload-XXXXXX", &stream, error);
  gboolean ok = file != NULL &&
                g_file_replace_contents (file, "a note", 6, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error) &&
                send_file (session, url, file, error);

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
