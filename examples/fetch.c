/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Fetches each URL through one session; bodies go to stdout, and with -v the heads to stderr. */

#include <aiohttp-glib/aiohttp.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static char *method;
static char *data;
static char **headers;
static gboolean head_only;
static gboolean verbose;
static double max_time = 30;
static gint64 max_body = 32 * 1024 * 1024;
static char **urls;

static const GOptionEntry entries[] = {
  { "request", 'X', 0, G_OPTION_ARG_STRING, &method, "Method; GET, or POST with -d", "METHOD" },
  { "data", 'd', 0, G_OPTION_ARG_STRING, &data, "Body of the request, a form unless -H says otherwise", "DATA" },
  { "header", 'H', 0, G_OPTION_ARG_STRING_ARRAY, &headers, "Header field, may be repeated", "'K: V'" },
  { "head", 'I', 0, G_OPTION_ARG_NONE, &head_only, "Ask for the head alone, and print it", NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Print heads to stderr", NULL },
  { "max-time", 0, 0, G_OPTION_ARG_DOUBLE, &max_time, "Seconds that a request may take (30); 0 for no limit", "S" },
  { "max-body", 0, 0, G_OPTION_ARG_INT64, &max_body, "Bytes that a body may have (32 MiB); 0 for no limit", "BYTES" },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &urls, NULL, "URL…" },
  { NULL },
};

static AiohttpRequestOptions *
make_options (GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  if (data != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (data, strlen (data));

      aiohttp_request_options_set_body (options, body);
      aiohttp_request_options_set_content_type (options, "application/x-www-form-urlencoded");
    }
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (headers[i], ":", 2);

      if (g_strv_length (parts) != 2)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "-H wants 'Name: value', not '%s'", headers[i]);
          return NULL;
        }
      if (!aiohttp_request_options_append_header (options, parts[0], g_strstrip (parts[1]), error))
        return NULL;
    }
  return g_steal_pointer (&options);
}

static void
print_head (AiohttpClientResponse *response, FILE *file)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  fprintf (file, "HTTP/1.%d %u %s\n", aiohttp_client_response_get_version (response) != SOUP_HTTP_1_0,
           aiohttp_client_response_get_status (response), aiohttp_client_response_get_reason (response));
  soup_message_headers_iter_init (&iter, aiohttp_client_response_get_headers (response));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    fprintf (file, "%s: %s\n", name, value);
  fputc ('\n', file);
}

static gboolean
print_body (AiohttpStreamReader *content, GError **error)
{
  for (;;)
    {
      g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany (content, error);
      gsize size;
      const void *start;

      if (bytes == NULL)
        return FALSE;
      start = g_bytes_get_data (bytes, &size);
      if (size == 0 || fwrite (start, 1, size, stdout) != size)
        break;
    }
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot write: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
fetch (AiohttpClientSession *session, const char *url, AiohttpRequestOptions *options, GError **error)
{
  const char *verb = method != NULL ? method : head_only ? "HEAD" : data != NULL ? "POST" : "GET";
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_request (session, verb, url, options, error);
  AiohttpClientResponse **redirects;
  gsize n_redirects;

  if (response == NULL)
    return FALSE;
  redirects = aiohttp_client_response_get_history (response, &n_redirects);
  for (gsize i = 0; verbose && i < n_redirects; i++)
    print_head (redirects[i], stderr);
  if (verbose)
    print_head (response, stderr);
  if (head_only)
    print_head (response, stdout);
  if (print_body (aiohttp_client_response_get_content (response), error))
    return TRUE;
  g_prefix_error (error, "%s: ", url);
  return FALSE;
}

static gboolean
fetch_all (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpRequestOptions) options = make_options (error);
  gboolean ok = options != NULL;

  aiohttp_client_session_set_timeout (session, max_time);
  aiohttp_client_session_set_max_body_size (session, (guint64) max_body);
  for (guint i = 0; ok && urls[i] != NULL; i++)
    ok = fetch (session, urls[i], options, error);
  return aiohttp_client_session_close (session, ok ? error : NULL) && ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && urls == NULL)
    error = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no URL given; see fetch --help");
  else if (error == NULL && (max_time < 0 || max_body < 0))
    error = g_error_new_literal (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "a limit is 0 or more");
  else if (error == NULL && aiohttp_run (fetch_all, NULL, &error))
    return 0;
  fflush (stdout);
  g_printerr ("fetch: %s\n", error->message);
  return 1;
}
