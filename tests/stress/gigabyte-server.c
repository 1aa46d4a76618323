/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A server of a generated gigabyte, for gigabyte.py. */

#include <string.h>

#include <aiohttp-glib/aiohttp.h>

#define PIECE (64 * 1024)

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static gboolean
write_gigabyte (AiohttpStreamResponse *response, gpointer user_data, GError **error)
{
  static guint8 piece[PIECE];

  memset (piece, 'x', sizeof piece);
  for (guint i = 0; i < 1024 * 1024 * 1024 / PIECE; i++)
    if (!aiohttp_stream_response_write (response, piece, PIECE, error))
      return FALSE;
  return TRUE;
}

static AiohttpReply *
gigabyte (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_stream_response_new_from_func (200, NULL, write_gigabyte, NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/", hello, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/gigabyte", gigabyte, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", 0, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
