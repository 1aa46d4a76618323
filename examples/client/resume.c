/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A download that is cut off, and goes on where it was; the file is there only once it is whole.
 * usage: client-resume URL */

#include <aiohttp-glib/aiohttp.h>
#include <glib/gstdio.h>

static void
on_progress (goffset done, goffset total, gpointer shown)
{
  *(int *) shown = (int) (100 * done / total);
}

static gboolean
fetch (AiohttpClientSession *session, const char *url, GFile *file, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileInfo) info = NULL;
  int shown = 0;

  if (!aiohttp_client_session_download (session, url, file, FALSE, on_progress, &shown, &failure))
    {
      if (!g_error_matches (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_print ("cut off at %d %%\n", shown);
    }
  if (!aiohttp_client_session_download (session, url, file, TRUE, on_progress, &shown, error))
    return FALSE;
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);
  if (info != NULL)
    g_print ("%d %%, %" G_GOFFSET_FORMAT " bytes\n", shown, g_file_info_get_size (info));
  return info != NULL;
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/big", NULL);
  g_autofree char *folder = g_dir_make_tmp ("resume-XXXXXX", error);
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "big", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  gboolean ok = folder != NULL && fetch (session, url, file, error);

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
