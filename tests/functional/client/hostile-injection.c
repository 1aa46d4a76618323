/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a program hands on from a stranger must not write lines of its own into a request: it is refused, or encoded. */

#include <string.h>

#include "hostile.h"

#define LINE "a\r\nInjected: 1"

/* Nobody writes "Injected" at the start of a line, in a head or in a multipart body. */
static void
check_lines (HostileCase *test)
{
  for (guint i = 0; i < raw_server_count_requests (test->server); i++)
    {
      g_autofree char *request = raw_server_dup_request (test->server, i);

      g_assert_null (strstr (request, "\nInjected"));
      g_assert_null (strstr (request, "\rInjected"));
    }
}

static void
check_nothing_sent (HostileCase *test)
{
  g_assert_cmpuint (raw_server_count_requests (test->server), ==, 0);
}

static gboolean
set_header (HostileCase *test, GError **error)
{
  return aiohttp_request_options_set_header (test->options, "X", LINE, error) && hostile_case_send (test, error);
}

static gboolean
set_header_cr (HostileCase *test, GError **error)
{
  return aiohttp_request_options_set_header (test->options, "X", "a\rInjected: 1", error) &&
         hostile_case_send (test, error);
}

static gboolean
set_header_lf (HostileCase *test, GError **error)
{
  return aiohttp_request_options_append_header (test->options, "X", "a\nInjected: 1", error) &&
         hostile_case_send (test, error);
}

static gboolean
set_header_name (HostileCase *test, GError **error)
{
  return aiohttp_request_options_set_header (test->options, "X: a\r\nInjected", "1", error) &&
         hostile_case_send (test, error);
}

static gboolean
set_session_header (HostileCase *test, GError **error)
{
  return aiohttp_client_session_set_header (test->session, "X", LINE, error) && hostile_case_send (test, error);
}

static gboolean
set_host (HostileCase *test, GError **error)
{
  return aiohttp_request_options_set_header (test->options, "Host", LINE, error) && hostile_case_send (test, error);
}

static gboolean
set_content_type (HostileCase *test, GError **error)
{
  aiohttp_request_options_set_text (test->options, "x");
  aiohttp_request_options_set_content_type (test->options, "text/plain\r\nInjected: 1");
  return hostile_case_send (test, error);
}

static gboolean
set_length (HostileCase *test, GError **error)
{
  aiohttp_request_options_set_text (test->options, "x");
  return aiohttp_request_options_set_header (test->options, "Content-Length", "0", error) &&
         hostile_case_send (test, error);
}

static gboolean
set_coding (HostileCase *test, GError **error)
{
  aiohttp_request_options_set_text (test->options, "x");
  return aiohttp_request_options_set_header (test->options, "Transfer-Encoding", "chunked", error) &&
         hostile_case_send (test, error);
}

static gboolean
set_authorization (HostileCase *test, GError **error)
{
  gboolean sent;

  aiohttp_client_session_set_authorization (test->session, "Bearer " LINE);
  sent = hostile_case_send (test, error);
  aiohttp_client_session_set_authorization (test->session, NULL);
  return sent;
}

static gboolean
set_base_path (HostileCase *test, GError **error)
{
  g_autofree char *url = g_strconcat (test->url, "/x HTTP/1.1\r\nInjected: 1", NULL);

  test->response = aiohttp_client_session_get (test->session, url, test->options, error);
  test->body = test->response != NULL ? aiohttp_client_response_read (test->response, error) : NULL;
  return test->body != NULL;
}

static gboolean
set_encoded_path (HostileCase *test, GError **error)
{
  g_autofree char *url = g_strconcat (test->url, "/x%20HTTP/1.1%0d%0aInjected:%201", NULL);

  test->response = aiohttp_client_session_get (test->session, url, test->options, error);
  test->body = test->response != NULL ? aiohttp_client_response_read (test->response, error) : NULL;
  return test->body != NULL;
}

static gboolean
add_param (HostileCase *test, GError **error)
{
  aiohttp_request_options_add_param (test->options, "a\r\nInjected: 1", LINE);
  return hostile_case_send (test, error);
}

static gboolean
set_params (HostileCase *test, GError **error)
{
  aiohttp_request_options_set_params (test->options, "x=1 HTTP/1.1\r\nInjected: 1");
  return hostile_case_send (test, error);
}

static gboolean
add_cookie (HostileCase *test, GError **error)
{
  aiohttp_request_options_add_cookie (test->options, "a", LINE);
  return hostile_case_send (test, error);
}

static gboolean
add_cookie_name (HostileCase *test, GError **error)
{
  aiohttp_request_options_add_cookie (test->options, "a=b; c\r\nInjected", "1");
  return hostile_case_send (test, error);
}

static gboolean
add_jar_cookie (HostileCase *test, GError **error)
{
  return aiohttp_cookie_jar_update (aiohttp_client_session_get_cookie_jar (test->session), "a", LINE, NULL, error) &&
         hostile_case_send (test, error);
}

static gboolean
send_form (HostileCase *test, const char *name, const char *filename, const char *type, GError **error)
{
  g_autoptr (AiohttpFormData) form = aiohttp_form_data_new ();
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_text ("x", type);

  aiohttp_form_data_set_multipart (form, TRUE);
  if (!aiohttp_form_data_add_payload (form, name, payload, filename, error))
    return FALSE;
  aiohttp_request_options_set_form (test->options, form);
  return hostile_case_send (test, error);
}

static gboolean
add_file_name (HostileCase *test, GError **error)
{
  return send_form (test, "file", "a\"\r\nInjected: 1\r\n\r\n<b>.txt", "text/plain", error);
}

static gboolean
add_field_name (HostileCase *test, GError **error)
{
  return send_form (test, "a\"\r\nInjected: 1", "b.txt", "text/plain", error);
}

static gboolean
add_part_type (HostileCase *test, GError **error)
{
  return send_form (test, "a", "b.txt", "text/plain\r\nInjected: 1", error);
}

static gboolean
set_proxy_password (HostileCase *test, GError **error)
{
  g_autofree char *proxy =
      hostile_case_expand (test, "http://me%0d%0aInjected:1:x%0d%0aInjected:%201@127.0.0.1:{port}");

  aiohttp_request_options_set_proxy (test->options, proxy);
  return hostile_case_send (test, error);
}

#define ANSWERED KEPT (OK_HEAD "Content-Length: 2\r\n\r\nok")
#define REFUSED(function, part)                                                                                        \
  .script = ANSWERED, .ask = (function), .native = REFUSES (part), .check = check_nothing_sent
#define ENCODED(function) .script = ANSWERED, .ask = (function), .native = GIVES ("ok"), .check = check_lines

static const HostileRow heads[] = {
  { .name = "header-crlf", REFUSED (set_header, NULL) },
  { .name = "header-cr", REFUSED (set_header_cr, NULL) },
  { .name = "header-lf", REFUSED (set_header_lf, NULL) },
  { .name = "header-name", REFUSED (set_header_name, NULL) },
  { .name = "session-header", REFUSED (set_session_header, NULL) },
  { .name = "host", REFUSED (set_host, NULL) },
  { .name = "content-type", REFUSED (set_content_type, NULL) },
  { .name = "content-length", REFUSED (set_length, NULL) },
  { .name = "transfer-encoding", REFUSED (set_coding, NULL) },
  { .name = "authorization", REFUSED (set_authorization, NULL) },
  { .name = "method-crlf", REFUSED (NULL, "Not a method"), .method = "GET / HTTP/1.1\r\nInjected: 1\r\n\r\n" },
  { .name = "method-space", REFUSED (NULL, "Not a method"), .method = "GET /other" },
  { .name = "method-connect", REFUSED (NULL, "Not a method"), .method = "CONNECT" },
};

static const HostileRow others[] = {
  { .name = "url-crlf",
    .script = ANSWERED,
    .ask = set_base_path,
    .native = FAILS (INVALID_URL, NULL),
    .check = check_nothing_sent },
  { .name = "url-encoded", ENCODED (set_encoded_path) },
  { .name = "param", ENCODED (add_param) },
  { .name = "params", ENCODED (set_params) },
  { .name = "cookie", ENCODED (add_cookie) },
  {
      .name = "cookie-name",
      REFUSED (add_cookie_name, "Cookie cannot be sent"),
  },
  { .name = "jar-cookie", ENCODED (add_jar_cookie) },
  { .name = "multipart-filename", REFUSED (add_file_name, "has a control character"), .method = "POST" },
  { .name = "multipart-name", REFUSED (add_field_name, "has a control character"), .method = "POST" },
  { .name = "multipart-type", REFUSED (add_part_type, NULL), .method = "POST" },
  { .name = "proxy-password", ENCODED (set_proxy_password), .idle = 2 },
};

void
hostile_add_injection (void)
{
  hostile_add_rows ("injection", heads, G_N_ELEMENTS (heads));
  hostile_add_rows ("injection", others, G_N_ELEMENTS (others));
}
