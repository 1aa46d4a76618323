/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Functions of the program's own that a session asks, about status and charset; and letting go of a connector. */

#include <string.h>

#include "client-fixture.h"
#include "client-transport.h"

static AiohttpReply *
handle_status (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *status = aiohttp_request_get_match_info (request, "status");

  return AIOHTTP_REPLY (aiohttp_response_new_text ((guint) atoi (status), "what is wrong"));
}

/* ISO 8859-1 under the content type of the query, as it is. */
static AiohttpReply *
handle_latin1 (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("caf\xe9", 4);
  const char *type = aiohttp_request_query_get (request, "type");

  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, bytes, type));
}

static gboolean
set_up (ClientFixture *fixture, GError **error)
{
  static const ClientFixtureRoute routes[] = { { "/status/{status}", handle_status },
                                               { "/latin1", handle_latin1 },
                                               { NULL, NULL } };

  fixture->more = routes;
  return client_fixture_set_up (fixture, error);
}

typedef struct
{
  guint n_calls;
  guint n_freed;
} Counts;

static void
on_freed (gpointer data)
{
  Counts *counts = data;

  counts->n_freed++;
}

/* Reads the body, which a plain raise_for_status would let go. */
static gboolean
check_with_text (AiohttpClientResponse *response, gpointer user_data, GError **error)
{
  Counts *counts = user_data;
  g_autofree char *text = NULL;

  counts->n_calls++;
  if (aiohttp_client_response_get_status (response) < 500)
    return TRUE;
  text = aiohttp_client_response_text (response, error);
  if (text != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Server says: %s", text);
  return FALSE;
}

static gboolean
refuse_all (AiohttpClientResponse *response, gpointer user_data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Refused");
  return FALSE;
}

static gboolean
test_status_check (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  Counts counts = { 0 };
  g_autoptr (AiohttpRequestOptions) raising = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) not_raising = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) refusing = aiohttp_request_options_new ();
  const struct
  {
    const char *path;
    AiohttpRequestOptions *options;
    const char *text; /* NULL: it fails */
    GQuark domain;
    int code;
    guint n_calls;
  } rows[] = {
    { "/status/200", NULL, "what is wrong", 0, 0, 1 },
    { "/status/404", NULL, "404 what is wrong", 0, 0, 1 },
    { "/status/503", NULL, NULL, G_IO_ERROR, G_IO_ERROR_BUSY, 1 },
    /* of the last response alone */
    { "/to/302?url=/status/500", NULL, NULL, G_IO_ERROR, G_IO_ERROR_BUSY, 1 },
    { "/to/302?url=/status/200", NULL, "what is wrong", 0, 0, 1 },
    { "/status/404", raising, NULL, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS, 0 },
    { "/status/503", not_raising, "503 what is wrong", 0, 0, 0 },
    { "/status/200", refusing, NULL, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, 0 },
  };

  if (!set_up (&fixture, error))
    return FALSE;
  aiohttp_request_options_set_raise_for_status (raising, TRUE);
  aiohttp_request_options_set_raise_for_status (not_raising, FALSE);
  aiohttp_request_options_set_status_check (refusing, refuse_all, NULL, NULL);
  aiohttp_client_session_set_status_check (fixture.session, check_with_text, &counts, on_freed);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;

      counts.n_calls = 0;
      text = client_fixture_fetch (&fixture, "GET", rows[i].path, rows[i].options, &failure);
      g_assert_cmpstr (text, ==, rows[i].text);
      if (rows[i].text == NULL)
        g_assert_error (failure, rows[i].domain, rows[i].code);
      g_assert_cmpuint (counts.n_calls, ==, rows[i].n_calls);
    }
  g_assert_cmpuint (counts.n_freed, ==, 0);
  aiohttp_client_session_set_status_check (fixture.session, NULL, NULL, NULL);
  g_assert_cmpuint (counts.n_freed, ==, 1);
  return client_fixture_tear_down (&fixture, error);
}

static AiohttpFuture *
answer_with (AiohttpClientResponse *response, gpointer user_data, GError **error)
{
  const char *how = user_data;
  g_autoptr (GError) failure = NULL;

  if (g_str_equal (how, "well"))
    return NULL;
  if (g_str_equal (how, "at once"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "At once");
      return NULL;
    }
  if (g_str_equal (how, "drop"))
    return aiohttp_future_new ();
  if (g_str_equal (how, "later"))
    return aiohttp_client_response_text_future (response, NULL);
  failure = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "A future");
  return aiohttp_future_new_for_error (failure);
}

/* As bindings have it. */
static gboolean
test_status_callback (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  const struct
  {
    const char *how;
    const char *text;
    GQuark domain;
    int code;
  } rows[] = {
    { "well", "what is wrong", 0, 0 },
    { "later", "what is wrong", 0, 0 },
    { "at once", NULL, G_IO_ERROR, G_IO_ERROR_BUSY },
    { "future", NULL, G_IO_ERROR, G_IO_ERROR_BUSY },
    { "drop", NULL, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED },
  };

  if (!set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;

      aiohttp_client_session_set_status_check_callback (fixture.session, answer_with, (gpointer) rows[i].how, NULL);
      text = client_fixture_fetch (&fixture, "GET", "/status/200", NULL, &failure);
      g_assert_cmpstr (text, ==, rows[i].text);
      if (rows[i].text == NULL)
        g_assert_error (failure, rows[i].domain, rows[i].code);
    }
  return client_fixture_tear_down (&fixture, error);
}

static AiohttpEvent *never;
static AiohttpEvent *asked;

static gboolean
wait_for_ever (AiohttpClientResponse *response, gpointer user_data, GError **error)
{
  aiohttp_event_set_flag (asked);
  return aiohttp_event_wait (never, error);
}

/* A cancel of the request, its timeout and the session's close end the waiting, too. */
static gboolean
test_status_check_ended (GValue *result, gpointer user_data, GError **error)
{
  never = aiohttp_event_new ();
  asked = aiohttp_event_new ();
  for (guint i = 0; i < 3; i++)
    {
      ClientFixture fixture = { 0 };
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (AiohttpFuture) request = NULL;
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (GError) failure = NULL;
      g_autofree char *url = NULL;
      const int codes[] = { 0, AIOHTTP_CLIENT_ERROR_TIMEOUT, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED };

      if (!set_up (&fixture, error))
        return FALSE;
      url = aiohttp_test_server_make_url (fixture.server, "/status/200");
      aiohttp_event_clear (asked);
      aiohttp_request_options_set_status_check (options, wait_for_ever, NULL, NULL);
      if (i == 1)
        aiohttp_request_options_set_timeout (options, 0.3);
      request = aiohttp_client_session_request_future (fixture.session, "GET", url, options, cancellable);
      if (i != 1 && !aiohttp_event_wait (asked, error))
        return FALSE;
      if (i == 0)
        g_cancellable_cancel (cancellable);
      if (i == 2 && !aiohttp_client_session_close (fixture.session, error))
        return FALSE;
      g_assert_false (aiohttp_future_await (request, &failure));
      if (i == 0)
        g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, codes[i]);
      if (!client_fixture_tear_down (&fixture, error))
        return FALSE;
    }
  g_clear_object (&never);
  g_clear_object (&asked);
  return TRUE;
}

static char *
choose_charset (AiohttpClientResponse *response, GBytes *body, gpointer user_data)
{
  Counts *counts = user_data;

  counts->n_calls++;
  g_assert_cmpuint (g_bytes_get_size (body), ==, 4);
  return g_strdup (aiohttp_client_response_get_charset (response) != NULL ? "x-none" : "iso-8859-1");
}

static gboolean
test_fallback_charset (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  Counts counts = { 0 };
  const struct
  {
    const char *path;
    const char *text;
    guint n_calls;
  } rows[] = {
    { "/latin1?type=text/plain", "café", 1 },
    { "/latin1?type=application/octet-stream", "café", 1 },
    { "/latin1?type=text/plain%3B%20charset=latin1", "café", 0 },
    { "/latin1?type=text/plain%3B%20charset=utf-8", NULL, 0 },
    { "/latin1?type=application/json", NULL, 0 },
    { "/latin1?type=application/rdap%2Bjson", NULL, 0 },
    { "/latin1?type=text/plain%3B%20charset=odd", NULL, 1 }, /* what was chosen is not known either */
  };

  if (!set_up (&fixture, error))
    return FALSE;
  aiohttp_client_session_set_fallback_charset_func (fixture.session, choose_charset, &counts, on_freed);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;

      counts.n_calls = 0;
      text = client_fixture_fetch (&fixture, "GET", rows[i].path, NULL, error);
      g_clear_error (error);
      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpuint (counts.n_calls, ==, rows[i].n_calls);
    }
  aiohttp_client_session_set_fallback_charset_func (fixture.session, NULL, NULL, NULL);
  g_assert_null (client_fixture_fetch (&fixture, "GET", rows[0].path, NULL, error));
  g_clear_error (error);
  g_assert_cmpuint (counts.n_freed, ==, 1);
  return client_fixture_tear_down (&fixture, error);
}

/* The connector lives on in another session, and so does the request under way. */
static gboolean
test_detach (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autoptr (AiohttpClientSession) second = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&fixture, error))
    return FALSE;
  url = aiohttp_test_server_make_url (fixture.server, "/status/200");
  response = aiohttp_client_session_get (fixture.session, url, NULL, error);
  g_assert_nonnull (response);
  aiohttp_client_session_detach (fixture.session);
  aiohttp_client_session_detach (fixture.session);
  g_assert_true (aiohttp_client_session_is_closed (fixture.session));
  g_assert_null (aiohttp_client_session_get (fixture.session, url, NULL, error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_clear_error (error);
  text = aiohttp_client_response_text (response, error);
  g_assert_cmpstr (text, ==, "what is wrong");
  g_assert_false (aiohttp_connector_is_closed (aiohttp_client_session_get_connector (fixture.session)));
  second = aiohttp_client_session_new_with_connector (aiohttp_client_session_get_connector (fixture.session));
  g_clear_object (&response);
  response = aiohttp_client_session_get (second, url, NULL, error);
  g_assert_nonnull (response);
  g_clear_object (&response);
  return aiohttp_client_session_close (second, error) && client_fixture_tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-hooks/status-check", test_status_check, NULL);
  aiohttp_test_add_coroutine ("/client-hooks/status-callback", test_status_callback, NULL);
  aiohttp_test_add_coroutine ("/client-hooks/status-check-ended", test_status_check_ended, NULL);
  aiohttp_test_add_coroutine ("/client-hooks/fallback-charset", test_fallback_charset, NULL);
  aiohttp_test_add_coroutine ("/client-hooks/detach", test_detach, NULL);
  return g_test_run ();
}
