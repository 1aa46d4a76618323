/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A session: a query, header fields, JSON and a form that are sent, JSON that comes back, and what fails.
 * usage: client-basics URL */

#include <aiohttp-glib/aiohttp.h>

static gboolean
find (AiohttpClientSession *session, GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (JsonNode) found = NULL;

  aiohttp_request_options_add_param (options, "q", "glib");
  aiohttp_request_options_add_param (options, "page", "2");
  if (!aiohttp_request_options_set_header (options, "Accept-Language", "en", error))
    return FALSE;
  response = aiohttp_client_session_get (session, "items", options, error);
  found = response != NULL ? aiohttp_client_response_json (response, error) : NULL;
  if (found == NULL)
    return FALSE;
  g_print ("found: %s\n", json_object_get_string_member (json_node_get_object (found), "text"));
  return TRUE;
}

static gboolean
create (AiohttpClientSession *session, GError **error)
{
  g_autoptr (JsonNode) ann = json_from_string ("{\"name\": \"Ann\"}", error);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_options_set_json (options, ann);
  response = aiohttp_client_session_post (session, "people", options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text == NULL)
    return FALSE;
  g_print ("created: %u at %s, %s\n", aiohttp_client_response_get_status (response),
           aiohttp_client_response_get_header (response, "Location"), text);
  return TRUE;
}

static gboolean
send_form (AiohttpClientSession *session, GError **error)
{
  g_autoptr (AiohttpFormData) form = aiohttp_form_data_new ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  if (!aiohttp_form_data_add_field (form, "name", "Ann", error) ||
      !aiohttp_form_data_add_field (form, "city", "Aix en Provence", error))
    return FALSE;
  aiohttp_request_options_set_form (options, form);
  response = aiohttp_client_session_post (session, "form", options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL)
    g_print ("form: %s\n", text);
  return text != NULL;
}

/* A status is data, unless one asks for an error. */
static gboolean
miss (AiohttpClientSession *session, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, "missing", NULL, error);
  g_autoptr (GError) failure = NULL;

  if (response == NULL)
    return FALSE;
  g_print ("status: %u %s\n", aiohttp_client_response_get_status (response),
           aiohttp_client_response_get_reason (response));
  if (!aiohttp_client_response_raise_for_status (response, &failure) &&
      g_error_matches (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS))
    g_print ("error: %u\n", aiohttp_client_error_info_get_status (aiohttp_client_error_info_for_error (failure)));
  return TRUE;
}

static void
reach_nobody (AiohttpClientSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_get (session, "http://127.0.0.1:1/", NULL, &error);

  if (response == NULL && g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT))
    g_print ("error: not reached\n");
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autofree char *url = g_strconcat (base, "/", NULL);
  gboolean ok = aiohttp_client_session_set_base_url (session, url, error) &&
                aiohttp_client_session_set_header (session, "User-Agent", "basics/1.0", error) &&
                find (session, error) && create (session, error) && send_form (session, error) && miss (session, error);

  if (ok)
    reach_nobody (session);
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
