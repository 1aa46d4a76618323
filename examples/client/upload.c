/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A file on its way to a server, which is read as it goes: as the body, then in a form, with how far it is.
 * usage: client-upload URL */

#include <aiohttp-glib/aiohttp.h>
#include <glib/gstdio.h>

static gboolean
show (AiohttpClientResponse *response, GError **error)
{
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text != NULL)
    g_print ("%s\n", text);
  return text != NULL;
}

static gboolean
send_file (AiohttpClientSession *session, const char *url, GFile *file, GError **error)
{
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_file (file, "text/plain");
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_put (session, url, options, error);

  return show (response, error);
}

static void
on_progress (goffset done, goffset total, gpointer sent)
{
  *(int *) sent = (int) (100 * done / total);
}

static gboolean
send_in_form (AiohttpClientSession *session, const char *url, GFile *file, GError **error)
{
  int sent = 0;
  g_autoptr (AiohttpFormData) form = aiohttp_form_data_new ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;

  if (!aiohttp_form_data_add_field (form, "title", "A note", error) ||
      !aiohttp_form_data_add_file (form, "note", file, NULL, "text/plain", error))
    return FALSE;
  aiohttp_request_options_set_form (options, form);
  aiohttp_request_options_set_upload_progress (options, on_progress, &sent, NULL);
  response = aiohttp_client_session_post (session, url, options, error);
  if (!show (response, error))
    return FALSE;
  g_print ("%d %% sent\n", sent);
  return TRUE;
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *upload = g_strconcat (base, "/upload", NULL);
  g_autofree char *form = g_strconcat (base, "/form", NULL);
  g_autofree char *folder = g_dir_make_tmp ("upload-XXXXXX", error);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "note.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  gboolean ok = folder != NULL && g_file_set_contents (path, "a note", -1, error) &&
                send_file (session, upload, file, error) && send_in_form (session, form, file, error);

  g_unlink (path);
  if (folder != NULL)
    g_rmdir (folder);
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
