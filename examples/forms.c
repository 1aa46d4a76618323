/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A form with a file: forms [PORT [FOLDER]]. What is uploaded is saved in FOLDER, under names of our own. */

#include <aiohttp-glib/aiohttp.h>

#define PAGE                                                                                                           \
  "<!DOCTYPE html><title>Upload</title><form method=post enctype=multipart/form-data>"                                 \
  "<input name=title placeholder=Title> <input type=file name=picture> <button>Send</button></form>"

static AiohttpReply *
show_form (AiohttpRequest *request, gpointer folder, GError **error)
{
  g_autoptr (GBytes) page = g_bytes_new_static (PAGE, strlen (PAGE));

  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, page, "text/html; charset=utf-8"));
}

/* Never by the name that the client gives. */
static GFile *
choose_target (const char *folder)
{
  static guint number;
  g_autofree char *name = g_strdup_printf ("upload-%u", ++number);

  return g_file_new_build_filename (folder, name, NULL);
}

static AiohttpReply *
upload (AiohttpRequest *request, gpointer folder, GError **error)
{
  g_autoptr (AiohttpForm) form = NULL;
  g_autoptr (GFile) target = NULL;
  AiohttpFileField *picture;
  g_autofree char *text = NULL;

  aiohttp_request_set_client_max_size (request, 64 * 1024 * 1024);
  form = aiohttp_request_post (request, error);
  if (form == NULL)
    return NULL;
  picture = aiohttp_form_get_file (form, "picture");
  if (picture == NULL)
    {
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "Choose a file");
      return NULL;
    }
  target = choose_target (folder);
  if (!aiohttp_file_field_save (picture, target, error))
    return NULL;
  text = g_strdup_printf ("%s: %s, %" G_GUINT64_FORMAT " bytes", aiohttp_form_get (form, "title"),
                          aiohttp_file_field_get_filename (picture), aiohttp_file_field_get_size (picture));
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

/* Any size, in no more memory than a small one: each part is looked at as it comes. */
static AiohttpReply *
count_parts (AiohttpRequest *request, gpointer folder, GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = aiohttp_request_multipart (request, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) reason = NULL;
  AiohttpBodyPartReader *next;

  if (reader == NULL)
    return NULL;
  while ((next = aiohttp_multipart_reader_next (reader, &reason)) != NULL)
    {
      g_autoptr (AiohttpBodyPartReader) part = next;
      AiohttpStreamReader *content = aiohttp_body_part_reader_get_content (part);

      while (!aiohttp_stream_reader_is_at_eof (content))
        {
          g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (content, error);

          if (piece == NULL)
            return NULL;
        }
      g_string_append_printf (text, "%s: %" G_GUINT64_FORMAT " bytes\n", aiohttp_body_part_reader_get_name (part),
                              aiohttp_stream_reader_get_total_bytes (content));
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text->str));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  guint16 port = argc > 1 ? (guint16) g_ascii_strtoull (argv[1], NULL, 10) : 8080;
  char *folder = argc > 2 ? argv[2] : (char *) g_get_tmp_dir ();
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/", show_form, folder, NULL, &error) ||
      !aiohttp_router_add_post (router, "/", upload, folder, NULL, &error) ||
      !aiohttp_router_add_post (router, "/count", count_parts, folder, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", port, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
