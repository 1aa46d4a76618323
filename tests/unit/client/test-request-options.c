/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-payload-private.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-options.h"

static void
test_defaults (void)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpPayload) payload = NULL;

  g_assert_null (aiohttp_request_options_peek_headers (options));
  g_assert_null (aiohttp_request_options_get_params (options));
  g_assert_cmpfloat (aiohttp_request_options_get_timeout (options), ==, -1);
  g_assert_cmpint (aiohttp_request_options_get_max_redirects (options), ==, -1);
  g_assert_cmpint (aiohttp_request_options_get_max_body_size (options), ==, -1);
  g_assert_true (aiohttp_request_options_get_allow_redirects (options));
  g_assert_false (aiohttp_request_options_get_raise_for_status (options));
  g_assert_true (aiohttp_request_options_get_auto_decompress (options));
  g_assert_true (aiohttp_request_options_dup_payload (options, &payload, NULL));
  g_assert_null (payload);
}

/* What was not set follows the session, and HEAD. */
static void
test_choices (void)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  for (int own = -1; own < 2; own++)
    for (int fallback = 0; fallback < 2; fallback++)
      {
        AiohttpClientSettings settings = { .allow_redirects = fallback,
                                           .raise_for_status = fallback,
                                           .decompress = fallback };
        int expected = own >= 0 ? own : fallback;

        if (own >= 0)
          g_object_set (options, "allow-redirects", own, "raise-for-status", own, "auto-decompress", own, NULL);
        aiohttp_request_options_override (options, &settings);
        g_assert_cmpint (settings.allow_redirects, ==, expected);
        g_assert_cmpint (settings.raise_for_status, ==, expected);
        g_assert_cmpint (settings.decompress, ==, expected);
      }
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer counter)
{
  ++*(guint *) counter;
}

/* Everything can be given at construction, read back, and notifies when it is set. */
static void
test_properties (void)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (JsonNode) json = json_from_string ("[1]", NULL);
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_text ("y", NULL);
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_client ();
  const char *const skip[] = { "Accept", NULL };
  g_autoptr (AiohttpRequestOptions) options =
      g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "headers", headers, "params", "a=1", "body", body, "content-type",
                    "a/b", "json", json, "json-text", "[2]", "timeout", 2.5, "allow-redirects", FALSE, "max-redirects",
                    3, "raise-for-status", TRUE, "auto-decompress", FALSE, "max-body-size", (gint64) 4, "payload",
                    payload, "client-timeout", timeout, "proxy", "http://p/", "proxy-headers", headers, "tls-context",
                    tls, "server-hostname", "h", "skip-auto-headers", skip, "max-line-size", 5, "max-field-size", 6,
                    "max-headers", 7, "compress", "gzip", "chunked", TRUE, "expect100", TRUE, NULL);
  g_autofree GParamSpec **properties = NULL;
  guint n_properties;
  guint n_notified = 0;

  g_assert_true (aiohttp_request_options_get_headers (options) == headers);
  g_assert_cmpstr (aiohttp_request_options_get_params (options), ==, "a=1");
  g_assert_true (aiohttp_request_options_get_body (options) == body);
  g_assert_true (aiohttp_request_options_get_payload (options) == payload);
  g_assert_cmpstr (aiohttp_request_options_get_content_type (options), ==, "a/b");
  g_assert_true (aiohttp_request_options_get_json (options) == json);
  g_assert_cmpstr (aiohttp_request_options_get_json_text (options), ==, "[2]");
  g_assert_cmpfloat (aiohttp_request_options_get_timeout (options), ==, 2.5);
  g_assert_false (aiohttp_request_options_get_allow_redirects (options));
  g_assert_cmpint (aiohttp_request_options_get_max_redirects (options), ==, 3);
  g_assert_true (aiohttp_request_options_get_raise_for_status (options));
  g_assert_false (aiohttp_request_options_get_auto_decompress (options));
  g_assert_cmpint (aiohttp_request_options_get_max_body_size (options), ==, 4);

  g_assert_true (aiohttp_request_options_get_client_timeout (options) == timeout);
  g_assert_true (aiohttp_request_options_get_proxy_headers (options) == headers);
  g_assert_true (aiohttp_request_options_get_tls_context (options) == tls);
  g_assert_cmpstr (aiohttp_request_options_get_proxy (options), ==, "http://p/");
  g_assert_cmpstr (aiohttp_request_options_get_server_hostname (options), ==, "h");
  g_assert_cmpstrv (aiohttp_request_options_get_skip_auto_headers (options), skip);
  g_assert_cmpstr (aiohttp_request_options_get_compress (options), ==, "gzip");
  g_assert_cmpuint (aiohttp_request_options_get_max_line_size (options), ==, 5);
  g_assert_cmpuint (aiohttp_request_options_get_max_field_size (options), ==, 6);
  g_assert_cmpuint (aiohttp_request_options_get_max_headers (options), ==, 7);
  g_assert_true (aiohttp_request_options_get_chunked (options));
  g_assert_true (aiohttp_request_options_get_expect100 (options));

  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (options), &n_properties);
  g_signal_connect (options, "notify", G_CALLBACK (on_notify), &n_notified);
  for (guint i = 0; i < n_properties; i++)
    {
      GValue value = G_VALUE_INIT;

      g_value_init (&value, properties[i]->value_type);
      g_param_value_set_default (properties[i], &value);
      g_object_set_property (G_OBJECT (options), properties[i]->name, &value);
      g_value_unset (&value);
    }
  g_assert_cmpuint (n_notified, ==, n_properties);
}

static void
test_params (void)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  aiohttp_request_options_add_param (options, "a", "1 2");
  g_assert_cmpstr (aiohttp_request_options_get_params (options), ==, "a=1+2");
  aiohttp_request_options_set_params (options, "x=%20");
  aiohttp_request_options_add_param (options, "y", "&");
  g_assert_cmpstr (aiohttp_request_options_get_params (options), ==, "x=%20&y=%26");
  aiohttp_request_options_set_params (options, NULL);
  g_assert_null (aiohttp_request_options_get_params (options));
}

static void
test_headers (void)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  SoupMessageHeaders *headers = aiohttp_request_options_get_headers (options);
  const char *bad_names[] = { "", "a b", "a:", "a\n", "ä", "(a)" };
  const char *bad_values[] = { "a\nb", "a\rb", "\r\n", "a\001", "\177" };

  g_assert_true (aiohttp_request_options_set_header (options, "X", "1", NULL));
  g_assert_true (aiohttp_request_options_append_header (options, "x", "2", NULL));
  g_assert_cmpstr (soup_message_headers_get_list (headers, "X"), ==, "1, 2");
  g_assert_true (aiohttp_request_options_set_header (options, "X", "ä\tb", NULL));
  g_assert_cmpstr (soup_message_headers_get_list (headers, "X"), ==, "ä\tb");
  for (guint i = 0; i < G_N_ELEMENTS (bad_names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_request_options_set_header (options, bad_names[i], "1", &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_values); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_request_options_append_header (options, "Y", bad_values[i], &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
      g_assert_null (strpbrk (error->message, "\r\n\001\177"));
    }
  g_assert_null (soup_message_headers_get_one (headers, "Y"));
  g_assert_true (aiohttp_request_options_set_header (options, "X", NULL, NULL));
  g_assert_null (soup_message_headers_get_one (headers, "X"));
}

static void
assert_body (AiohttpRequestOptions *options, const char *expected, const char *expected_type)
{
  g_autoptr (AiohttpPayload) payload = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *body;

  g_assert_true (aiohttp_request_options_dup_payload (options, &payload, &error));
  g_assert_no_error (error);
  body = aiohttp_payload_peek_bytes (payload);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), expected, strlen (expected));
  g_assert_cmpstr (aiohttp_payload_get_content_type (payload), ==, expected_type);
}

static void
test_body (void)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("bytes", 5);
  g_autoptr (JsonNode) json = json_from_string ("{\"a\": [1, \"é\"]}", NULL);
  g_autoptr (AiohttpPayload) payload = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_request_options_set_text (options, "text");
  assert_body (options, "text", "text/plain; charset=utf-8");
  aiohttp_request_options_set_body (options, bytes);
  assert_body (options, "bytes", "application/octet-stream");
  aiohttp_request_options_set_content_type (options, "image/png");
  assert_body (options, "bytes", "image/png");

  aiohttp_request_options_set_json (options, json);
  g_assert_false (aiohttp_request_options_dup_payload (options, &payload, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);

  aiohttp_request_options_set_body (options, NULL);
  aiohttp_request_options_set_content_type (options, NULL);
  assert_body (options, "{\"a\":[1,\"é\"]}", "application/json");
  aiohttp_request_options_set_json_text (options, "[ 2 ]");
  assert_body (options, "[ 2 ]", "application/json");
  aiohttp_request_options_set_content_type (options, "application/vnd.x+json");
  assert_body (options, "[ 2 ]", "application/vnd.x+json");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-options/defaults", test_defaults);
  g_test_add_func ("/request-options/choices", test_choices);
  g_test_add_func ("/request-options/properties", test_properties);
  g_test_add_func ("/request-options/params", test_params);
  g_test_add_func ("/request-options/headers", test_headers);
  g_test_add_func ("/request-options/body", test_body);
  return g_test_run ();
}
