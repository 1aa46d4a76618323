/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a session tells of its requests: the signals of a trace configuration in order, and timings. */

#include "client-transport.h"
#include "middleware-fixture.h"

#include <string.h>

static const char *const SIGNALS[] = {
  "request-start",         "request-headers-sent",    "request-chunk-sent",    "response-chunk-received",
  "request-end",           "request-exception",       "request-redirect",      "connection-queued-start",
  "connection-queued-end", "connection-create-start", "connection-create-end", "connection-reuseconn",
};

typedef struct
{
  MiddlewareFixture f;
  GString *trace;
  AiohttpTraceContext *context; /* of the request */
  gint64 time;
  char *traceparent;
} Fixture;

static void
on_signal (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
           AiohttpTraceParams *params, gpointer user_data)
{
  Fixture *self = user_data;
  const char *name = g_signal_name (g_signal_get_invocation_hint (config)->signal_id);
  GBytes *chunk = aiohttp_trace_params_get_chunk (params);
  AiohttpClientResponse *response = aiohttp_trace_params_get_response (params);
  const char *value = soup_message_headers_get_one (aiohttp_trace_params_get_headers (params), "traceparent");

  g_assert_true (session == self->f.session);
  g_assert_nonnull (aiohttp_trace_params_get_method (params));
  g_assert_cmpint (aiohttp_trace_params_get_time (params), >=, self->time);
  self->time = aiohttp_trace_params_get_time (params);
  if (strcmp (name, "request-start") == 0)
    {
      g_set_object (&self->context, context);
      g_free (self->traceparent);
      self->traceparent = g_strdup (value);
    }
  g_assert_true (self->context == context);
  g_string_append (self->trace, name);
  if (chunk != NULL)
    g_string_append_printf (self->trace, ":%.*s", (int) g_bytes_get_size (chunk),
                            (const char *) g_bytes_get_data (chunk, NULL));
  if (response != NULL)
    g_string_append_printf (self->trace, ":%u", aiohttp_client_response_get_status (response));
  if (aiohttp_trace_params_get_exception (params) != NULL)
    g_string_append_printf (self->trace, ":%d", aiohttp_trace_params_get_exception (params)->code);
  g_string_append_c (self->trace, ' ');
}

static gboolean
set_up (Fixture *self, AiohttpTraceConfig **config, GError **error)
{
  self->trace = g_string_new (NULL);
  *config = aiohttp_trace_config_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNALS); i++)
    g_signal_connect (*config, SIGNALS[i], G_CALLBACK (on_signal), self);
  if (!middleware_fixture_set_up (&self->f, error))
    return FALSE;
  aiohttp_client_session_add_trace_config (self->f.session, *config);
  return TRUE;
}

static gboolean
tear_down (Fixture *self, AiohttpTraceConfig *config, GError **error)
{
  gboolean ok = middleware_fixture_tear_down (&self->f, error);

  g_clear_object (&self->context);
  g_clear_object (&config);
  g_free (self->traceparent);
  g_string_free (self->trace, TRUE);
  return ok;
}

/* The soup transport opens a connection for a POST, and does not know the bytes that it sends. */
static void
assert_trace (Fixture *self, const char *native, const char *soup)
{
  g_assert_cmpstr (self->trace->str, ==, client_transport_is_soup () ? soup : native);
  g_string_truncate (self->trace, 0);
}

/* One turn of the loop: what the transport told of has been told on. */
static gboolean
settle (GError **error)
{
  return aiohttp_sleep (0, error) && aiohttp_sleep (0.001, error);
}

static gboolean
test_order (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  AiohttpTraceConfig *config;
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *expected = NULL;

  if (!set_up (&self, &config, error))
    return FALSE;
  first = middleware_fixture_fetch (&self.f, "GET", "/to", NULL, error);
  if (first == NULL || !settle (error))
    return FALSE;
  assert_trace (&self,
                "request-start connection-create-start connection-create-end request-headers-sent "
                "request-redirect:302 connection-reuseconn request-headers-sent "
                "response-chunk-received:hello request-end:200 ",
                "request-start connection-create-start connection-create-end request-headers-sent "
                "request-redirect:302 connection-reuseconn request-headers-sent "
                "response-chunk-received:hello request-end:200 ");
  aiohttp_request_options_set_text (options, "body");
  second = middleware_fixture_fetch (&self.f, "POST", "/flaky", options, error);
  if (second == NULL || !settle (error))
    return FALSE;
  assert_trace (&self,
                "request-start connection-reuseconn request-headers-sent request-chunk-sent:body "
                "response-chunk-received:at last request-end:200 ",
                "request-start connection-create-start connection-create-end request-headers-sent "
                "request-chunk-sent: response-chunk-received:at last request-end:200 ");
  g_assert_null (aiohttp_client_session_get (self.f.session, "http://127.0.0.1:1/", NULL, &failure));
  if (!settle (error))
    return FALSE;
  expected = g_strdup_printf ("request-start connection-create-start request-exception:%d ", failure->code);
  g_assert_cmpstr (self.trace->str, ==, expected);
  return tear_down (&self, config, error);
}

/* Each attempt of a middleware tells of itself between the start and the end of the request. */
static gboolean
test_retry (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { .f = { .failures = 1 } };
  g_autoptr (AiohttpClientMiddleware) retry =
      g_object_new (AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE, "attempts", 2, "base-delay", 0.0, NULL);
  AiohttpTraceConfig *config;
  g_autofree char *text = NULL;

  if (!set_up (&self, &config, error))
    return FALSE;
  aiohttp_client_session_add_middleware (self.f.session, retry);
  text = middleware_fixture_fetch (&self.f, "GET", "/flaky", NULL, error);
  if (text == NULL || !settle (error))
    return FALSE;
  assert_trace (&self,
                "request-start connection-create-start connection-create-end request-headers-sent "
                "response-chunk-received:not now connection-reuseconn request-headers-sent "
                "response-chunk-received:at last request-end:200 ",
                "request-start connection-create-start connection-create-end request-headers-sent "
                "response-chunk-received:not now connection-reuseconn request-headers-sent "
                "response-chunk-received:at last request-end:200 ");
  return tear_down (&self, config, error);
}

static gboolean
test_traceparent (GValue *result, gpointer user_data, GError **error)
{
  const char *parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  Fixture self = { 0 };
  AiohttpTraceConfig *config;
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *plain = NULL;
  g_autofree char *own = NULL;
  g_autofree char *child = NULL;

  if (!set_up (&self, &config, error))
    return FALSE;
  plain = middleware_fixture_fetch (&self.f, "GET", "/hello", NULL, error);
  g_assert_null (self.traceparent);
  aiohttp_trace_config_set_traceparent (config, TRUE);
  own = middleware_fixture_fetch (&self.f, "GET", "/hello", NULL, error);
  g_assert_cmpuint (strlen (self.traceparent), ==, 55);
  g_assert_true (aiohttp_request_options_set_header (options, "traceparent", parent, error));
  child = middleware_fixture_fetch (&self.f, "GET", "/hello", options, error);
  g_assert_true (strncmp (self.traceparent, parent, 36) == 0);
  g_assert_cmpstr (self.traceparent, !=, parent);
  return tear_down (&self, config, error);
}

static gboolean
test_timings (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  AiohttpClientTimings *timings;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *url = aiohttp_test_server_make_url (f.server, round == 2 ? "/to" : "/hello");
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autofree char *text = NULL;

      aiohttp_client_session_set_record_timings (f.session, TRUE);
      response = aiohttp_client_session_get (f.session, url, NULL, error);
      text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
      if (text == NULL)
        return FALSE;
      timings = aiohttp_client_response_get_timings (response);
      g_assert_cmpint (aiohttp_client_timings_is_reused (timings), ==, round > 0);
      if (round == 0)
        g_assert_cmpfloat (aiohttp_client_timings_get_connect (timings), >, 0);
      else
        g_assert_cmpfloat (aiohttp_client_timings_get_connect (timings), ==, 0);
      g_assert_cmpfloat (aiohttp_client_timings_get_queued (timings), ==, 0);
      g_assert_cmpfloat (aiohttp_client_timings_get_tls (timings), ==, 0);
      g_assert_cmpfloat (aiohttp_client_timings_get_started (timings), >=, 0);
      g_assert_cmpfloat (aiohttp_client_timings_get_first_byte (timings), >=,
                         aiohttp_client_timings_get_started (timings));
      g_assert_cmpfloat (aiohttp_client_timings_get_done (timings), >=,
                         aiohttp_client_timings_get_first_byte (timings));
    }
  aiohttp_client_session_set_record_timings (f.session, FALSE);
  {
    g_autofree char *url = aiohttp_test_server_make_url (f.server, "/hello");
    g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (f.session, url, NULL, error);

    g_assert_null (aiohttp_client_response_get_timings (response));
  }
  return middleware_fixture_tear_down (&f, error);
}

static void
close_session (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
               AiohttpTraceParams *params, gpointer user_data)
{
  aiohttp_client_session_close_async (session, NULL, NULL, NULL);
}

/* A handler may do what it likes, at any of the signals. */
static gboolean
test_close_in_handler (GValue *result, gpointer user_data, GError **error)
{
  const char *name = user_data;
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpTraceConfig) config = aiohttp_trace_config_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  g_signal_connect (config, name, G_CALLBACK (close_session), NULL);
  aiohttp_client_session_add_trace_config (f.session, config);
  text = middleware_fixture_fetch (&f, "GET", "/to", NULL, &failure);
  g_assert_true (text != NULL || failure != NULL);
  return middleware_fixture_tear_down (&f, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-tracing/order", test_order, NULL);
  aiohttp_test_add_coroutine ("/client-tracing/retry", test_retry, NULL);
  aiohttp_test_add_coroutine ("/client-tracing/traceparent", test_traceparent, NULL);
  aiohttp_test_add_coroutine ("/client-tracing/timings", test_timings, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNALS); i++)
    {
      g_autofree char *path = g_strconcat ("/client-tracing/close-in/", SIGNALS[i], NULL);

      aiohttp_test_add_coroutine (path, test_close_in_handler, (gpointer) SIGNALS[i]);
    }
  return g_test_run ();
}
