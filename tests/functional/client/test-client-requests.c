/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What requests look like on the wire, and what responses give. */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

#define OK(headers, body) "HTTP/1.1 200 OK\r\n" headers "\r\n\r\n" body

static const RawRoute routes[] = {
  { "/", OK ("Content-Length: 5\r\nContent-Type: text/plain; charset=utf-8\r\nX-A: 1\r\nX-A: 2", "hello"), RAW_KEEP },
  { "/json", OK ("Content-Length: 16\r\nContent-Type: application/json", "{\"answer\": [42]}"), RAW_KEEP },
  { "/vnd", OK ("Content-Length: 2\r\nContent-Type: application/vnd.x+json", "42"), RAW_KEEP },
  { "/textjson", OK ("Content-Length: 2\r\nContent-Type: text/plain", "42"), RAW_KEEP },
  { "/empty", OK ("Content-Length: 0\r\nContent-Type: application/json", ""), RAW_KEEP },
  { "/latin1", OK ("Content-Length: 4\r\nContent-Type: text/html; charset=\"iso-8859-1\"", "caf\xe9"), RAW_KEEP },
  { "/bogus-charset", OK ("Content-Length: 5\r\nContent-Type: text/plain; charset=x-none", "caf\xc3\xa9"), RAW_KEEP },
  { "/bad-utf8", OK ("Content-Length: 4\r\nContent-Type: text/plain", "caf\xe9"), RAW_KEEP },
  { "/no-type", OK ("Content-Length: 2", "ab"), RAW_KEEP },
  { "/chunked", OK ("Transfer-Encoding: chunked", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), RAW_KEEP },
  { "/until-end", OK ("Connection: close", "to the end"), RAW_CLOSE },
  { "/204", "HTTP/1.1 204 No Content\r\n\r\n", RAW_KEEP },
  { "/1xx", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nok",
    RAW_KEEP },
  { "/lines", OK ("Content-Length: 15", "one\ntwo\nthree\n!"), RAW_KEEP },
  { "/http10", "HTTP/1.0 200 OK\r\n\r\nold", RAW_CLOSE },
  { NULL, NULL, RAW_KEEP },
};

static AiohttpClientResponse *
get (AiohttpClientSession *session, RawServer *server, const char *path, GError **error)
{
  g_autofree char *url = raw_server_make_url (server, path);

  return aiohttp_client_session_get (session, url, NULL, error);
}

static gboolean
test_response (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *plain_url = raw_server_make_url (server, "/");
  g_autofree char *url = g_strconcat (plain_url, "#top", NULL);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) again = NULL;
  gsize n_history;

  if (response == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
  g_assert_cmpstr (aiohttp_client_response_get_reason (response), ==, "OK");
  g_assert_cmpint (aiohttp_client_response_get_version (response), ==, SOUP_HTTP_1_1);
  g_assert_cmpstr (aiohttp_client_response_get_method (response), ==, "GET");
  g_assert_cmpstr (aiohttp_client_response_get_url (response), ==, plain_url);
  g_assert_cmpstr (aiohttp_client_response_get_real_url (response), ==, url);
  g_assert_true (aiohttp_client_response_is_ok (response));
  g_assert_cmpstr (aiohttp_client_response_get_header (response, "x-a"), ==, "1, 2");
  g_assert_null (aiohttp_client_response_get_header (response, "x-b"));
  g_assert_cmpstr (aiohttp_client_response_get_content_type (response), ==, "text/plain");
  g_assert_cmpstr (aiohttp_client_response_get_charset (response), ==, "utf-8");
  g_assert_null (aiohttp_client_response_get_history (response, &n_history));
  g_assert_cmpuint (n_history, ==, 0);
  g_assert_true (aiohttp_client_response_raise_for_status (response, error));

  text = aiohttp_client_response_text (response, error);
  g_assert_cmpstr (text, ==, "hello");
  g_assert_true (aiohttp_client_response_is_closed (response));
  bytes = aiohttp_client_response_read (response, error);
  again = aiohttp_client_response_read (response, error);
  g_assert_true (bytes == again);
  g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (aiohttp_client_response_get_content (response)), ==, 5);
  g_assert_true (aiohttp_stream_reader_is_at_eof (aiohttp_client_response_get_content (response)));
  g_assert_cmpuint (aiohttp_client_response_get_received_bytes (response), ==, 5);
  g_assert_cmpstr (aiohttp_client_response_get_host (response), ==, "127.0.0.1");
  g_assert_cmpstr (soup_message_headers_get_one (aiohttp_client_response_get_request_headers (response), "Accept"), ==,
                   "*/*");
  g_assert_true (G_IS_INET_SOCKET_ADDRESS (aiohttp_client_response_get_remote_address (response)));
  g_assert_null (aiohttp_client_response_get_tls_info (response));
  return aiohttp_client_session_close (session, error);
}

/* The head, and a part of the body that ends anywhere; the rest when the response is there. */
static void
serve_in_two (RawConnection *connection, gpointer user_data)
{
  static const char answer[] = OK ("Transfer-Encoding: chunked", "5\r\nhello\r\n1\r\n,\r\n6\r\n world\r\n0\r\n\r\n");
  gsize head = (gsize) (strstr (answer, "\r\n\r\n") - answer) + 4;

  for (gsize n = 1; n < strlen (answer) - head; n++)
    {
      g_autofree char *request = raw_connection_read_request (connection);

      if (request == NULL || !raw_connection_write (connection, answer, head + n))
        return;
      g_async_queue_pop (user_data);
      if (!raw_connection_write (connection, answer + head + n, strlen (answer) - head - n))
        return;
    }
}

static gboolean
test_chunks_with_head (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GAsyncQueue) gate = g_async_queue_new ();
  g_autoptr (RawServer) server = raw_server_new (serve_in_two, gate);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  const char *body = "5\r\nhello\r\n1\r\n,\r\n6\r\n world\r\n0\r\n\r\n";

  for (gsize n = 1; n < strlen (body); n++)
    {
      g_autoptr (AiohttpClientResponse) response = get (session, server, "/", error);
      g_autofree char *text = NULL;

      g_async_queue_push (gate, gate);
      text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
      g_assert_cmpstr (text, ==, "hello, world");
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_raw_headers (GValue *result, gpointer user_data, GError **error)
{
  const char *const expected[] = { "Content-Length", "2", "x-ODD", "caf\xe9", "X-Odd", "b,  c" };
  const RawRoute own[] = {
    { "/", OK ("Content-Length: 2\r\nx-ODD:  caf\xe9 \r\nX-Odd: b,  c", "ab"), RAW_KEEP },
    { NULL, NULL, RAW_KEEP },
  };
  g_autoptr (RawServer) server = raw_server_new_routes (own);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = get (session, server, "/", error);
  GVariant *fields = response != NULL ? aiohttp_client_response_get_raw_headers (response) : NULL;

  g_assert_nonnull (fields);
  g_assert_cmpuint (g_variant_n_children (fields), ==, 3);
  for (gsize i = 0; i < 6; i++)
    {
      g_autoptr (GVariant) pair = g_variant_get_child_value (fields, i / 2);
      g_autoptr (GVariant) bytes = g_variant_get_child_value (pair, i % 2);
      gsize length;
      const char *data = g_variant_get_fixed_array (bytes, &length, 1);

      /* libsoup has its own way with what is not ASCII */
      if (i != 3 || !client_transport_is_soup ())
        g_assert_cmpmem (data, length, expected[i], strlen (expected[i]));
    }
  g_assert_true (fields == aiohttp_client_response_get_raw_headers (response));
  return aiohttp_client_session_close (session, error);
}

/* path, what text() gives, or the error */
static gboolean
test_text (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *path;
    const char *text;
  } rows[] = {
    { "/", "hello" },     { "/latin1", "café" },         { "/bogus-charset", "café" },   { "/bad-utf8", NULL },
    { "/no-type", "ab" }, { "/chunked", "hello world" }, { "/until-end", "to the end" }, { "/204", "" },
    { "/1xx", "ok" },     { "/http10", "old" },
  };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpClientResponse) response = get (session, server, rows[i].path, error);
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;

      if (response == NULL)
        return FALSE;
      text = aiohttp_client_response_text (response, &failure);
      g_assert_cmpstr (text, ==, rows[i].text);
      if (rows[i].text == NULL)
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
      else
        g_assert_no_error (failure);
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_encoding (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = get (session, server, "/bad-utf8", error);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  if (response == NULL)
    return FALSE;
  aiohttp_client_response_set_encoding (response, "x-none");
  g_assert_null (aiohttp_client_response_text (response, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  aiohttp_client_response_set_encoding (response, "latin1");
  text = aiohttp_client_response_text (response, error);
  g_assert_cmpstr (text, ==, "café");
  return TRUE;
}

static gboolean
test_json (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) good = get (session, server, "/json", error);
  g_autoptr (AiohttpClientResponse) vnd = get (session, server, "/vnd", error);
  g_autoptr (AiohttpClientResponse) other = get (session, server, "/textjson", error);
  g_autoptr (AiohttpClientResponse) empty = get (session, server, "/empty", error);
  g_autoptr (JsonNode) root = aiohttp_client_response_json (good, error);
  g_autoptr (JsonNode) number = aiohttp_client_response_json (vnd, error);
  g_autoptr (JsonNode) forced = NULL;
  g_autoptr (GError) failure = NULL;

  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (json_node_get_object (root), "answer"), 0),
                   ==, 42);
  g_assert_cmpint (json_node_get_int (number), ==, 42);

  g_assert_null (aiohttp_client_response_json (other, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_TYPE);
  g_clear_error (&failure);
  g_assert_false (aiohttp_client_response_require_json (other, NULL));
  aiohttp_client_response_set_check_content_type (other, FALSE);
  forced = aiohttp_client_response_json (other, error);
  g_assert_cmpint (json_node_get_int (forced), ==, 42);

  g_assert_null (aiohttp_client_response_json (empty, &failure));
  g_assert_error (failure, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE);
  return TRUE;
}

static gboolean
test_stream (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = get (session, server, "/lines", error);
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);
  const char *lines[] = { "one\n", "two\n", "three\n", "!", "" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GBytes) line = aiohttp_stream_reader_readline (content, error);

      if (line == NULL)
        return FALSE;
      g_assert_cmpmem (g_bytes_get_data (line, NULL), g_bytes_get_size (line), lines[i], strlen (lines[i]));
    }
  return TRUE;
}

/* The body is a GInputStream like any other. */
static gboolean
test_splice (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) response = get (session, server, "/chunked", error);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) spliced = NULL;
  GInputStream *content = G_INPUT_STREAM (aiohttp_client_response_get_content (response));

  spliced = aiohttp_await (g_output_stream_splice_async (
      memory, content, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT,
      AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_assert_cmpint (g_output_stream_splice_finish (memory, spliced, error), ==, 11);
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)), 11, "hello world", 11);
  return TRUE;
}

/* GIO's own reads, blocking, and by a stream that would read in another thread. */
static gboolean
test_foreign_reads (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpClientResponse) blocking = get (session, server, "/chunked", error);
  g_autoptr (AiohttpClientResponse) lines = get (session, server, "/lines", error);
  g_autoptr (AiohttpClientResponse) threaded = get (session, server, "/lines", error);
  g_autoptr (GDataInputStream) data =
      g_data_input_stream_new (G_INPUT_STREAM (aiohttp_client_response_get_content (lines)));
  g_autoptr (GConverter) charset = G_CONVERTER (g_charset_converter_new ("UTF-8", "UTF-8", NULL));
  g_autoptr (GInputStream) converter =
      g_converter_input_stream_new (G_INPUT_STREAM (aiohttp_client_response_get_content (threaded)), charset);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *line = NULL;
  char buffer[64];
  gsize n;

  g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (aiohttp_client_response_get_content (blocking)), buffer,
                                          sizeof buffer, &n, NULL, error));
  g_assert_cmpmem (buffer, n, "hello world", 11);

  read = aiohttp_await (g_data_input_stream_read_line_async (data, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  line = g_data_input_stream_read_line_finish (data, read, NULL, error);
  g_assert_cmpstr (line, ==, "one");
  g_clear_object (&read);

  read = aiohttp_await (
      g_input_stream_read_async (converter, buffer, sizeof buffer, 0, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_assert_cmpint (g_input_stream_read_finish (converter, read, &failure), ==, -1);
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  return TRUE;
}

static void
assert_has (RawServer *server, guint index, const char *needle)
{
  g_autofree char *request = raw_server_dup_request (server, index);

  g_assert_nonnull (request);
  if (strstr (request, needle) == NULL)
    g_error ("request %u has no “%s”: %s", index, needle, request);
}

static void
assert_has_not (RawServer *server, guint index, const char *needle)
{
  g_autofree char *request = raw_server_dup_request (server, index);

  g_assert_nonnull (request);
  if (strstr (request, needle) != NULL)
    g_error ("request %u has “%s”: %s", index, needle, request);
}

static gboolean
test_headers (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) first = NULL;
  g_autoptr (AiohttpClientResponse) second = NULL;

  aiohttp_client_session_append_header (session, "X-Session", "1", error);
  aiohttp_client_session_append_header (session, "X-Session", "2", error);
  aiohttp_client_session_set_header (session, "X-Kept", "yes", error);
  first = aiohttp_client_session_get (session, url, NULL, error);
  g_assert_nonnull (first);
  assert_has (server, 0, "GET / HTTP/1.1\r\n");
  assert_has (server, 0, "\r\nHost: 127.0.0.1:");
  assert_has (server, 0, "\r\nAccept: */*\r\n");
  assert_has (server, 0, "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n");
  assert_has (server, 0, "\r\nUser-Agent: aiohttp-glib/" AIOHTTP_VERSION_STRING "\r\n");
  assert_has (server, 0, "\r\nX-Session: 1\r\n");
  assert_has (server, 0, "\r\nX-Session: 2\r\n");
  assert_has_not (server, 0, "Content-");
  assert_has_not (server, 0, "Accept-Language");

  aiohttp_request_options_append_header (options, "x-session", "3", error);
  aiohttp_request_options_append_header (options, "x-session", "4", error);
  aiohttp_request_options_set_header (options, "User-Agent", "mine", error);
  second = aiohttp_client_session_get (session, url, options, error);
  g_assert_nonnull (second);
  assert_has (server, 1, "\r\nx-session: 3\r\n");
  assert_has (server, 1, "\r\nx-session: 4\r\n");
  assert_has (server, 1, "\r\nX-Kept: yes\r\n");
  assert_has (server, 1, "\r\nUser-Agent: mine\r\n");
  assert_has_not (server, 1, "X-Session");
  assert_has_not (server, 1, "aiohttp-glib");
  return TRUE;
}

static gboolean
test_bodies (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (JsonNode) node = json_from_string ("{\"a\":[1,2]}", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  AiohttpRequestOptions *options[] = {
    g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "json", node, NULL),
    g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "json-text", "[ 1 ]", NULL),
    g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "body", bytes, NULL),
    g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "body", bytes, "content-type", "image/x", NULL),
    aiohttp_request_options_new (),
    aiohttp_request_options_new (),
  };
  const char *types[] = { "application/json", "application/json", "application/octet-stream", "image/x", "a/b", NULL };
  const char *lengths[] = { "11", "5", "3", "3", "4", "0" };

  aiohttp_request_options_set_text (options[4], "text");
  aiohttp_request_options_set_header (options[4], "content-type", "a/b", error);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autoptr (AiohttpRequestOptions) own = options[i];
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_post (session, url, own, error);
      g_autofree char *type = g_strdup_printf ("\r\nContent-Type: %s\r\n", types[i]);
      g_autofree char *length = g_strdup_printf ("\r\nContent-Length: %s\r\n", lengths[i]);

      if (response == NULL)
        return FALSE;
      if (types[i] != NULL)
        assert_has (server, i, type);
      else
        assert_has_not (server, i, "Content-Type");
      assert_has (server, i, length);
      assert_has_not (server, i, "Transfer-Encoding");
    }
  assert_has (server, 0, "\r\n\r\n{\"a\":[1,2]}");
  assert_has (server, 1, "\r\n\r\n[ 1 ]");
  assert_has (server, 4, "\r\n\r\ntext");
  return TRUE;
}

typedef AiohttpClientResponse *(*Verb) (AiohttpClientSession *, const char *, AiohttpRequestOptions *, GError **);

static gboolean
test_verbs (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *line;
    Verb verb;
    gboolean length;
  } rows[] = {
    { "GET / ", aiohttp_client_session_get, FALSE },         { "HEAD / ", aiohttp_client_session_head, FALSE },
    { "OPTIONS / ", aiohttp_client_session_options, FALSE }, { "POST / ", aiohttp_client_session_post, TRUE },
    { "PUT / ", aiohttp_client_session_put, TRUE },          { "PATCH / ", aiohttp_client_session_patch, TRUE },
    { "DELETE / ", aiohttp_client_session_delete, TRUE },
  };
  g_autoptr (RawServer) server =
      raw_server_new_routes ((const RawRoute[]){ { "/", OK ("Content-Length: 0", ""), RAW_KEEP }, { 0 } });
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) custom = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpClientResponse) response = rows[i].verb (session, url, NULL, error);
      g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

      if (body == NULL)
        return FALSE;
      assert_has (server, i, rows[i].line);
      if (rows[i].length)
        assert_has (server, i, "\r\nContent-Length: 0\r\n");
      else
        assert_has_not (server, i, "Content-Length");
    }
  custom = aiohttp_client_session_request (session, "report", url, NULL, error);
  g_assert_nonnull (custom);
  assert_has (server, G_N_ELEMENTS (rows), "REPORT / ");
  return TRUE;
}

static gboolean
test_url (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *url =
      g_strdup_printf ("http://us%%20er:p%%3Aw@127.0.0.1:%u/a b/é?x=1&y=%%2f#frag", raw_server_get_port (server));
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) failure = NULL;

  aiohttp_request_options_add_param (options, "q", "1 + 1 = 2&");
  aiohttp_request_options_add_param (options, "ü", "");
  response = aiohttp_client_session_get (session, url, options, error);
  g_assert_nonnull (response);
  assert_has (server, 0, "GET /a%20b/%C3%A9?x=1&y=%2F&q=1+%2B+1+%3D+2%26&%C3%BC= HTTP/1.1\r\n");
  assert_has (server, 0, "\r\nAuthorization: Basic dXMgZXI6cDp3\r\n");
  g_assert_null (strstr (aiohttp_client_response_get_url (response), "us"));
  g_assert_true (g_str_has_suffix (aiohttp_client_response_get_real_url (response), "#frag"));

  aiohttp_request_options_set_header (options, "Authorization", "Bearer x", error);
  g_assert_null (aiohttp_client_session_get (session, url, options, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  return TRUE;
}

static gboolean
test_refused (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *method;
    const char *url;
    GQuark domain;
    int code;
  } rows[] = {
    { "GE T", "http://127.0.0.1:1/", AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT },
    { "GET\r\nX: y", "http://127.0.0.1:1/", AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT },
    { "", "http://127.0.0.1:1/", AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT },
    { "CONNECT", "http://127.0.0.1:1/", AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT },
    { "GET", "", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "GET", "/path", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "GET", "http:///path", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "GET", "http://x/\r\nEvil: 1", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "GET", "http://127.1/", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL },
    { "GET", "ftp://example.org/", AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL },
  };
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  const char *bad_values[] = { "a\r\nb", "a\nb", "a\rb", "a\001b" };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) failure = NULL;

      g_assert_null (aiohttp_client_session_request (session, rows[i].method, rows[i].url, NULL, &failure));
      g_assert_error (failure, rows[i].domain, rows[i].code);
      g_assert_null (strchr (failure->message, '\n'));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_values); i++)
    {
      g_autoptr (GError) failure = NULL;

      g_assert_false (aiohttp_request_options_set_header (options, "X", bad_values[i], &failure));
      g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
      g_assert_false (aiohttp_client_session_set_header (session, bad_values[i], "x", NULL));
    }

  aiohttp_request_options_set_json_text (options, "1");
  aiohttp_request_options_set_body (options, bytes);
  {
    g_autoptr (GError) failure = NULL;

    g_assert_null (aiohttp_client_session_post (session, "http://127.0.0.1:1/", options, &failure));
    g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  }
  aiohttp_request_options_set_json_text (options, NULL);
  aiohttp_request_options_set_header (options, "Content-Length", "7", error);
  {
    g_autoptr (GError) failure = NULL;

    g_assert_null (aiohttp_client_session_post (session, "http://127.0.0.1:1/", options, &failure));
    g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  }
  return TRUE;
}

static gboolean
test_keep_alive (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) once = NULL;
  g_autoptr (AiohttpClientResponse) twice = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      g_assert_cmpstr (text, ==, "hello");
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 1);

  once = aiohttp_request ("GET", url, NULL, error);
  twice = aiohttp_request ("GET", url, NULL, error);
  g_assert_true (once != NULL && twice != NULL);
  g_assert_cmpuint (raw_server_count_connections (server), ==, 3);
  assert_has (server, 5, "Connection: close\r\n");
  return TRUE;
}

/* A connection that was used for a POST is not used for the next one, and does not stay for ever either. */
static gboolean
test_posts (GValue *result, gpointer user_data, GError **error)
{
  const guint limits[] = { 0, 4 };

  for (guint l = 0; l < G_N_ELEMENTS (limits); l++)
    {
      g_autoptr (RawServer) server = raw_server_new_routes (routes);
      g_autofree char *url = raw_server_make_url (server, "/");
      g_autoptr (AiohttpConnector) connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport",
                                                             client_transport_get_kind (), "limit", limits[l], NULL);
      g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);

      for (guint i = 0; i < 100; i++)
        {
          g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_post (session, url, NULL, error);
          g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

          g_assert_cmpstr (text, ==, "hello");
        }
      /* The server hears of an end when its thread has run. */
      while (raw_server_count_open (server) > 8)
        if (!aiohttp_sleep (0.001, error))
          return FALSE;
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

/* A server that closes after every answer without saying so. */
static gboolean
test_stale (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute closing[] = { { "/", OK ("Content-Length: 2", "ok"), RAW_CLOSE }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (closing);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (AiohttpClientResponse) response = get (session, server, "/", error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      if (text == NULL)
        return FALSE;
      g_assert_cmpstr (text, ==, "ok");
      if (i % 2 == 0 && !aiohttp_sleep (0.002, error))
        return FALSE;
    }
  return aiohttp_client_session_close (session, error);
}

static gboolean
test_closed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (GError) failure = NULL;

  g_assert_false (aiohttp_client_session_is_closed (session));
  g_assert_true (aiohttp_client_session_close (session, error));
  g_assert_true (aiohttp_client_session_close (session, error));
  g_assert_true (aiohttp_client_session_is_closed (session));
  g_assert_true (aiohttp_connector_is_closed (aiohttp_client_session_get_connector (session)));
  g_assert_null (aiohttp_client_session_get (session, "http://127.0.0.1:1/", NULL, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  return TRUE;
}

static gboolean
test_shared_connector (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpConnector) connector = AIOHTTP_CONNECTOR (aiohttp_tcp_connector_new ());
  AiohttpClientSession *first =
      g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "connector", connector, "connector-owner", FALSE, NULL);
  g_autoptr (AiohttpClientSession) second = aiohttp_client_session_new_with_connector (connector);
  AiohttpClientSession *sessions[] = { first, second };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpClientResponse) response = get (sessions[i], server, "/", error);
      g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

      g_assert_nonnull (body);
      g_assert_true (aiohttp_client_session_close (sessions[i], error));
      g_assert_true (aiohttp_connector_is_closed (connector) == (i == 1));
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 1);
  g_object_unref (first);
  return TRUE;
}

static gpointer
run_in_thread (gpointer error)
{
  aiohttp_run (test_text, NULL, error);
  return NULL;
}

/* In a thread, beside the main one, each with a loop of its own. */
static void
test_threads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) own_error = NULL;
  GThread *thread = g_thread_new ("client", run_in_thread, &error);

  aiohttp_run (test_text, NULL, &own_error);
  g_thread_join (thread);
  g_assert_no_error (own_error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client/response", test_response, NULL);
  aiohttp_test_add_coroutine ("/client/response/text", test_text, NULL);
  aiohttp_test_add_coroutine ("/client/response/raw-headers", test_raw_headers, NULL);
  aiohttp_test_add_coroutine ("/client/response/chunks-with-head", test_chunks_with_head, NULL);
  aiohttp_test_add_coroutine ("/client/response/encoding", test_encoding, NULL);
  aiohttp_test_add_coroutine ("/client/response/json", test_json, NULL);
  aiohttp_test_add_coroutine ("/client/response/stream", test_stream, NULL);
  aiohttp_test_add_coroutine ("/client/response/splice", test_splice, NULL);
  aiohttp_test_add_coroutine ("/client/response/foreign-reads", test_foreign_reads, NULL);
  aiohttp_test_add_coroutine ("/client/request/headers", test_headers, NULL);
  aiohttp_test_add_coroutine ("/client/request/bodies", test_bodies, NULL);
  aiohttp_test_add_coroutine ("/client/request/verbs", test_verbs, NULL);
  aiohttp_test_add_coroutine ("/client/request/url", test_url, NULL);
  aiohttp_test_add_coroutine ("/client/request/refused", test_refused, NULL);
  aiohttp_test_add_coroutine ("/client/session/keep-alive", test_keep_alive, NULL);
  aiohttp_test_add_coroutine ("/client/session/posts", test_posts, NULL);
  aiohttp_test_add_coroutine ("/client/session/stale", test_stale, NULL);
  aiohttp_test_add_coroutine ("/client/session/closed", test_closed, NULL);
  aiohttp_test_add_coroutine ("/client/session/shared-connector", test_shared_connector, NULL);
  g_test_add_func ("/client/session/threads", test_threads);
  return g_test_run ();
}
