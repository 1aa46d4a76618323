/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A server of https, with the certificate in two files: tls CERTIFICATE KEY [PORT]. SIGHUP reads them again. */

#include <signal.h>
#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>
#include <glib-unix.h>

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpTlsInfo *info = aiohttp_request_get_tls_info (request);
  g_autofree char *text = g_strdup_printf ("Hello by %s\n", aiohttp_tls_info_get_cipher (info));

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
reload (gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_tls_context_reload (user_data, &error))
    g_printerr ("The old certificate stays: %s\n", error->message);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (AiohttpAppRunner *runner, const char *const *arguments, GError **error)
{
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (arguments[0], arguments[1], error);

  if (tls == NULL)
    return FALSE;
  g_unix_signal_add (SIGHUP, reload, tls);
  g_object_set (runner, "tls", tls, NULL);
  return aiohttp_app_runner_run (runner, "127.0.0.1", arguments[2] != NULL ? (guint16) atoi (arguments[2]) : 8443,
                                 error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    {
      g_printerr ("Usage: %s CERTIFICATE KEY [PORT]\n", argv[0]);
      return 1;
    }
  if (!aiohttp_router_add_get (aiohttp_application_get_router (app), "/", hello, NULL, NULL, &error) ||
      !serve (runner, (const char *const *) argv + 1, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
