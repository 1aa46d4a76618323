/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The first of four models, callbacks: each step is a function that starts the next. usage: async-callbacks URL */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  GMainLoop *loop;
  AiohttpClientSession *session;
  const char *url;
  int n_pages;
} Program;

static void fetch_next (Program *program);

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *program = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = aiohttp_client_response_text_finish (AIOHTTP_CLIENT_RESPONSE (source), result, &error);

  g_print ("%s\n", text != NULL ? text : error->message);
  if (text != NULL && ++program->n_pages < 2)
    fetch_next (program);
  else
    g_main_loop_quit (program->loop);
}

static void
on_response (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *program = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_get_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);

  if (response != NULL)
    {
      aiohttp_client_response_text_async (response, NULL, on_text, program);
      return;
    }
  g_printerr ("%s\n", error->message);
  g_main_loop_quit (program->loop);
}

static void
fetch_next (Program *program)
{
  g_autofree char *url = g_strconcat (program->url, program->n_pages == 0 ? "/one" : "/two", NULL);

  aiohttp_client_session_get_async (program->session, url, NULL, NULL, on_response, program);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  Program program = { loop, session, argc > 1 ? argv[1] : "http://127.0.0.1:8080", 0 };

  fetch_next (&program);
  g_main_loop_run (loop);
  return program.n_pages == 2 ? 0 : 1;
}
