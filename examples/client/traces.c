/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a session tells of its requests, and where their time went.
 * usage: client-traces URL */

#include <aiohttp-glib/aiohttp.h>

static void
on_start (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
          AiohttpTraceParams *params, gpointer user_data)
{
  g_print ("start: %s\n", aiohttp_trace_params_get_method (params));
}

static void
on_redirect (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
             AiohttpTraceParams *params, gpointer user_data)
{
  g_print ("redirect: %u\n", aiohttp_client_response_get_status (aiohttp_trace_params_get_response (params)));
}

static void
on_end (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
        AiohttpTraceParams *params, gpointer user_data)
{
  g_print ("end: %u\n", aiohttp_client_response_get_status (aiohttp_trace_params_get_response (params)));
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/moved", NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpTraceConfig) traces = aiohttp_trace_config_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  g_signal_connect (traces, "request-start", G_CALLBACK (on_start), NULL);
  g_signal_connect (traces, "request-redirect", G_CALLBACK (on_redirect), NULL);
  g_signal_connect (traces, "request-end", G_CALLBACK (on_end), NULL);
  aiohttp_client_session_add_trace_config (session, traces);
  aiohttp_client_session_set_record_timings (session, TRUE);
  response = aiohttp_client_session_get (session, url, NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL && aiohttp_client_timings_get_done (aiohttp_client_response_get_timings (response)) > 0)
    g_print ("%s\n", text);
  return aiohttp_client_session_close (session, text != NULL ? error : NULL) && text != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
