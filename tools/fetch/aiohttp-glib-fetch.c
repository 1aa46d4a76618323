/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Sends a request and prints, or keeps, what comes back. The man page is its manual. */

#include "fetch-download.h"
#include "fetch-items.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the program ends with; the man page lists them. */
enum
{
  EXIT_OK = 0,
  EXIT_OTHER = 1,
  EXIT_USAGE = 2,
  EXIT_UNREACHABLE = 3,
  EXIT_STATUS_4XX = 4,
  EXIT_STATUS_5XX = 5,
  EXIT_TIMEOUT = 6,
  EXIT_TLS = 7,
  EXIT_BROKEN = 8,
  EXIT_REDIRECT = 9,
  EXIT_FILE = 10,
};

static FetchBody body;
static char *method;
static char *url;
static char **items;
static char **arguments;
static char *output;
static gboolean resume;
static gboolean progress;
static gboolean include;
static gboolean head_only;
static gboolean verbose;
static gboolean fail;
static gboolean follow;
static gboolean timing;
static gboolean version;
static int max_redirects = 10;
static int retries;
static double max_time = 300;
static gint64 max_body;
static int exit_status;

static const GOptionEntry entries[] = {
  { "request", 'X', 0, G_OPTION_ARG_STRING, &method, "Method; GET, or POST where there is a body", "METHOD" },
  { "header", 'H', 0, G_OPTION_ARG_STRING_ARRAY, &body.headers, "Header field, may be repeated", "'NAME: VALUE'" },
  { "data", 'd', 0, G_OPTION_ARG_STRING, &body.data, "Body; @FILE is that file, @- standard input", "DATA" },
  { "form", 'f', 0, G_OPTION_ARG_NONE, &body.form, "Send fields as a form, not as JSON", NULL },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Keep the body in a file", "FILE" },
  { "continue", 'c', 0, G_OPTION_ARG_NONE, &resume, "With -o: go on where an earlier run ended", NULL },
  { "progress", 0, 0, G_OPTION_ARG_NONE, &progress, "With -o: show how far it is, also where stderr is no terminal",
    NULL },
  { "include", 'i', 0, G_OPTION_ARG_NONE, &include, "Print the head of the response too", NULL },
  { "head", 'I', 0, G_OPTION_ARG_NONE, &head_only, "Ask for the head alone, and print it", NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "Print requests, heads and redirects to stderr", NULL },
  { "fail", 0, 0, G_OPTION_ARG_NONE, &fail, "End with 4 or 5 for a status of 400 or 500 and more", NULL },
  { "follow", 'L', 0, G_OPTION_ARG_NONE, &follow, "Follow redirects", NULL },
  { "max-redirects", 0, 0, G_OPTION_ARG_INT, &max_redirects, "Redirects at which to give up (10)", "N" },
  { "retry", 0, 0, G_OPTION_ARG_INT, &retries, "Try again so often where that may help (0)", "N" },
  { "timing", 0, 0, G_OPTION_ARG_NONE, &timing, "Tell on stderr where the time went", NULL },
  { "max-time", 'm', 0, G_OPTION_ARG_DOUBLE, &max_time, "Seconds that it may take (300); 0 for no limit", "S" },
  { "max-body", 0, 0, G_OPTION_ARG_INT64, &max_body, "Bytes that a body may have (0: any number)", "BYTES" },
  { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments, NULL, "[METHOD] URL [ITEM…]" },
  { NULL },
};

static const char description[] = "Items:\n"
                                  "  Name:value    a header field\n"
                                  "  name==value   a parameter of the URL\n"
                                  "  name=value    a field of the body: JSON, or a form with -f\n"
                                  "  name:=json    a field of JSON: a number, true, a list\n"
                                  "  name@file     a file; the body is a multipart form then";

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

static void
print_timing (AiohttpClientResponse *response)
{
  AiohttpClientTimings *timings = aiohttp_client_response_get_timings (response);

  fprintf (stderr, "queued      %9.3f ms\n", aiohttp_client_timings_get_queued (timings) * 1000);
  fprintf (stderr, "name        %9.3f ms\n", aiohttp_client_timings_get_dns (timings) * 1000);
  fprintf (stderr, "connect     %9.3f ms\n", aiohttp_client_timings_get_connect (timings) * 1000);
  fprintf (stderr, "TLS         %9.3f ms\n", aiohttp_client_timings_get_tls (timings) * 1000);
  fprintf (stderr, "sent at     %9.3f ms%s\n", aiohttp_client_timings_get_started (timings) * 1000,
           aiohttp_client_timings_is_reused (timings) ? " (connection reused)" : "");
  fprintf (stderr, "first byte  %9.3f ms\n", aiohttp_client_timings_get_first_byte (timings) * 1000);
  fprintf (stderr, "done        %9.3f ms\n", aiohttp_client_timings_get_done (timings) * 1000);
}

/* Tells of each attempt and each hop. */
static AiohttpReply *
tell (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientResponse *response;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  fprintf (stderr, "%s %s\n", aiohttp_client_request_get_method (request), aiohttp_client_request_get_url (request));
  soup_message_headers_iter_init (&iter, aiohttp_client_request_get_headers (request));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    fprintf (stderr, "%s: %s\n", name, value);
  fputc ('\n', stderr);
  response = aiohttp_client_next_await (next, request, error);
  if (response != NULL)
    print_head (response, stderr);
  return AIOHTTP_REPLY (response);
}

static AiohttpClientSession *
make_session (void)
{
  AiohttpClientSession *session = aiohttp_client_session_new ();

  aiohttp_client_session_set_trust_env (session, TRUE);
  aiohttp_client_session_set_timeout (session, max_time);
  aiohttp_client_session_set_max_body_size (session, (guint64) max_body);
  aiohttp_client_session_set_max_redirects (session, (guint) max_redirects);
  aiohttp_client_session_set_record_timings (session, timing);
  if (retries > 0)
    {
      g_autoptr (AiohttpClientMiddleware) retry = aiohttp_client_retry_middleware_new ((guint) retries + 1);

      aiohttp_client_session_add_middleware (session, retry);
    }
  if (verbose)
    aiohttp_client_session_add_middleware_func (session, tell, NULL, NULL);
  return session;
}

static gboolean
take_body (AiohttpClientResponse *response, FetchDownload *download, GError **error)
{
  guint status = aiohttp_client_response_get_status (response);

  if (fail && status >= 400)
    {
      exit_status = status >= 500 ? EXIT_STATUS_5XX : EXIT_STATUS_4XX;
      return aiohttp_client_response_raise_for_status (response, error);
    }
  /* what an error says is no part of the file */
  if (download == NULL || status >= 300)
    return fetch_print_body (response, error);
  return fetch_download_take (download, response, error);
}

static gboolean
fetch_with (AiohttpClientSession *session, GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = fetch_make_options (&body, items, error);
  g_autoptr (FetchDownload) download = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  const char *verb = method != NULL ? method : head_only ? "HEAD" : fetch_has_body (&body, items) ? "POST" : "GET";

  if (options == NULL)
    return FALSE;
  aiohttp_request_options_set_allow_redirects (options, follow);
  if (output != NULL)
    download = fetch_download_new (output, progress || isatty (STDERR_FILENO));
  if (download != NULL && resume && !fetch_download_resume (download, options, error))
    return FALSE;
  response = aiohttp_client_session_request (session, verb, url, options, error);
  if (response == NULL)
    return FALSE;
  if (include || head_only)
    print_head (response, stdout);
  if (!take_body (response, download, error))
    return FALSE;
  if (timing)
    print_timing (response);
  return TRUE;
}

static gboolean
fetch (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = make_session ();
  gboolean ok = fetch_with (session, error);

  return aiohttp_client_session_close (session, ok ? error : NULL) && ok;
}

static int
choose_status (const GError *error)
{
  static const struct
  {
    AiohttpClientError code;
    int status;
  } rows[] = {
    { AIOHTTP_CLIENT_ERROR_INVALID_URL, EXIT_USAGE },
    { AIOHTTP_CLIENT_ERROR_NON_HTTP_URL, EXIT_USAGE },
    { AIOHTTP_CLIENT_ERROR_CONNECT, EXIT_UNREACHABLE },
    { AIOHTTP_CLIENT_ERROR_DNS, EXIT_UNREACHABLE },
    { AIOHTTP_CLIENT_ERROR_PROXY, EXIT_UNREACHABLE },
    { AIOHTTP_CLIENT_ERROR_TIMEOUT, EXIT_TIMEOUT },
    { AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT, EXIT_TIMEOUT },
    { AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, EXIT_TIMEOUT },
    { AIOHTTP_CLIENT_ERROR_TLS, EXIT_TLS },
    { AIOHTTP_CLIENT_ERROR_DISCONNECTED, EXIT_BROKEN },
    { AIOHTTP_CLIENT_ERROR_BAD_RESPONSE, EXIT_BROKEN },
    { AIOHTTP_CLIENT_ERROR_PAYLOAD, EXIT_BROKEN },
    { AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING, EXIT_BROKEN },
    { AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE, EXIT_BROKEN },
    { AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS, EXIT_REDIRECT },
    { AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT, EXIT_REDIRECT },
  };

  if (exit_status != 0)
    return exit_status;
  if (error->domain == G_OPTION_ERROR || error->domain == JSON_PARSER_ERROR || error->domain == AIOHTTP_ERROR)
    return EXIT_USAGE;
  if (error->domain == FETCH_FILE_ERROR || error->domain == G_IO_ERROR)
    return EXIT_FILE;
  for (gsize i = 0; error->domain == AIOHTTP_CLIENT_ERROR && i < G_N_ELEMENTS (rows); i++)
    if ((int) rows[i].code == error->code)
      return rows[i].status;
  return EXIT_OTHER;
}

static gboolean
parse (int argc, char **argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Sends a request and prints what comes back.");
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (version)
    return TRUE;
  if (max_time < 0 || max_body < 0 || retries < 0 || max_redirects < 0)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "a number is 0 or more");
      return FALSE;
    }
  if (resume && output == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "-c goes with -o");
      return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *positional = NULL;

  setlocale (LC_ALL, "");
  if (parse (argc, argv, &error) && version)
    {
      g_print ("aiohttp-glib-fetch %d.%d.%d\n", AIOHTTP_MAJOR_VERSION, AIOHTTP_MINOR_VERSION, AIOHTTP_MICRO_VERSION);
      return EXIT_OK;
    }
  if (error == NULL && fetch_split_arguments (arguments, &positional, &url, &items, &error))
    {
      if (method == NULL)
        method = positional;
      if (aiohttp_run (fetch, NULL, &error))
        return EXIT_OK;
    }
  fflush (stdout);
  g_printerr ("aiohttp-glib-fetch: %s\n", error->message);
  return choose_status (error);
}
