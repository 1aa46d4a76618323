/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Serves the files below a directory: aiohttp-glib-serve DIR. Its man page is beside it. */

#include <locale.h>
#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

/* How often to look whether the server listens. */
#define LOOK_MILLISECONDS 10

typedef struct
{
  char *host;
  int port;
  char *tls_cert;
  char *tls_key;
  char *unix_path;
  gboolean no_index;
  gboolean open;
  gboolean version;
  char **rest;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->host);
  g_free (options->tls_cert);
  g_free (options->tls_key);
  g_free (options->unix_path);
  g_strfreev (options->rest);
}

static gboolean
check_options (const Options *options, GError **error)
{
  const char *problem = NULL;

  if (options->rest != NULL && options->rest[1] != NULL)
    problem = "Give one directory";
  else if (options->port < -1 || options->port > G_MAXUINT16)
    problem = "The port is a number from 0 to 65535";
  else if (options->tls_key != NULL && options->tls_cert == NULL)
    problem = "--tls-key goes with --tls-cert";
  else if (options->unix_path != NULL && (options->host != NULL || options->port >= 0 || options->open))
    problem = "--unix goes without --host, --port and --open";
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, problem);
  return FALSE;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &options->port, "Listen on this port; 0 for a free one (8080, with TLS 8443)",
      "PORT" },
    { "host", 'H', 0, G_OPTION_ARG_STRING, &options->host, "Listen on this address or name (localhost)", "HOST" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_cert, "Serve https with this certificate, a PEM file",
      "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &options->tls_key,
      "The private key, where the certificate's file does not hold it", "FILE" },
    { "unix", 'u', 0, G_OPTION_ARG_FILENAME, &options->unix_path, "Listen on a Unix socket instead", "PATH" },
    { "no-index", 0, 0, G_OPTION_ARG_NONE, &options->no_index, "Do not list directories", NULL },
    { "open", 0, 0, G_OPTION_ARG_NONE, &options->open, "Open the page in the browser", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rest, NULL, "[DIR]" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Serves the files below a directory, by default the working directory.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error) && check_options (options, error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    g_printerr ("Cannot open the browser: %s\n", error->message);
}

/* Once there is somebody to answer. */
static gboolean
open_page (gpointer data)
{
  AiohttpSite *site = data;

  if (aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (site)) == 0)
    return G_SOURCE_CONTINUE;
  g_app_info_launch_default_for_uri_async (aiohttp_site_get_name (site), NULL, NULL, on_opened, NULL);
  return G_SOURCE_REMOVE;
}

static AiohttpSite *
make_site (AiohttpAppRunner *runner, const Options *options, GError **error)
{
  AiohttpSite *site;

  if (options->unix_path != NULL)
    site = AIOHTTP_SITE (aiohttp_unix_site_new (runner, options->unix_path));
  else
    site = AIOHTTP_SITE (
        aiohttp_tcp_site_new (runner, options->host != NULL ? options->host : "localhost", options->port));
  if (options->tls_cert != NULL)
    {
      g_autoptr (AiohttpTlsContext) tls =
          aiohttp_tls_context_new_server_for_files (options->tls_cert, options->tls_key, error);

      if (tls == NULL)
        {
          g_object_unref (site);
          return NULL;
        }
      g_object_set (site, "tls", tls, NULL);
    }
  return site;
}

static gboolean
serve (const Options *options, GError **error)
{
  const char *directory = options->rest != NULL ? options->rest[0] : ".";
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (AiohttpSite) site = NULL;
  AiohttpStaticResource *files =
      aiohttp_router_add_static (aiohttp_application_get_router (app), "/", directory, error);

  if (files == NULL)
    return FALSE;
  /* Whoever works on the files wants to see them as they are now. */
  g_object_set (files, "show-index", !options->no_index, "cache-control", "no-cache", NULL);
  site = make_site (runner, options, error);
  if (site == NULL)
    return FALSE;
  if (options->open)
    g_timeout_add (LOOK_MILLISECONDS, open_page, site);
  return aiohttp_app_runner_run_sites (runner, &site, 1, error);
}

int
main (int argc, char *argv[])
{
  Options options = { .port = -1 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_SUCCESS;

  setlocale (LC_ALL, "");
  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("%s: %s\nTry “%s --help”\n", g_get_prgname (), error->message, g_get_prgname ());
      status = 2;
    }
  else if (options.version)
    g_print ("aiohttp-glib-serve %d.%d.%d\n", AIOHTTP_MAJOR_VERSION, AIOHTTP_MINOR_VERSION, AIOHTTP_MICRO_VERSION);
  else if (!serve (&options, &error))
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      status = EXIT_FAILURE;
    }
  options_clear (&options);
  return status;
}
