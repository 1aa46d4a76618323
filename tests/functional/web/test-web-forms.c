/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <glib/gstdio.h>
#include <string.h>

#include "raw-client.h"
#include "server-thread.h"

/* Forms and multipart bodies as a server reads them. */

#define MIB (1024 * 1024)

static char *folder;

/* "name=value;" for each field, "name=<filename type size memory|disk>;" for each file. */
static AiohttpReply *
handle_post (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpForm) form = aiohttp_request_post (request, error);
  g_autoptr (AiohttpForm) again = form != NULL ? aiohttp_request_post (request, error) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (form == NULL)
    return NULL;
  g_assert_true (form == again);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (form)); i++)
    {
      g_autoptr (AiohttpFormField) field = g_list_model_get_item (G_LIST_MODEL (form), i);

      if (AIOHTTP_IS_FILE_FIELD (field))
        {
          AiohttpFileField *file = AIOHTTP_FILE_FIELD (field);

          g_string_append_printf (text, "%s=<%s %s %u %s>;", aiohttp_form_field_get_name (field),
                                  aiohttp_file_field_get_filename (file), aiohttp_form_field_get_content_type (field),
                                  (guint) aiohttp_file_field_get_size (file),
                                  aiohttp_file_field_is_spooled (file) ? "disk" : "memory");
        }
      else if (aiohttp_form_field_get_text (field) != NULL)
        g_string_append_printf (text, "%s=%s;", aiohttp_form_field_get_name (field),
                                aiohttp_form_field_get_text (field));
      else
        g_string_append_printf (text, "%s=[%u bytes];", aiohttp_form_field_get_name (field),
                                (guint) g_bytes_get_size (aiohttp_form_field_get_bytes (field)));
    }
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text->str));
}

/* Reads each file back, and saves it: the checksums of both, and of the second reading. */
static AiohttpReply *
handle_save (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpForm) form = NULL;
  g_autoptr (GFile) target = g_file_new_build_filename (folder, "saved", NULL);
  AiohttpFileField *file;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_autoptr (AiohttpStreamReader) reader = NULL;
  g_autoptr (GInputStream) content = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *of_saved = NULL;
  g_autofree char *answer = NULL;
  gsize length;
  gsize n;

  aiohttp_request_set_client_max_size (request, 8 * MIB);
  form = aiohttp_request_post (request, error);
  file = form != NULL ? aiohttp_form_get_file (form, "file") : NULL;
  if (file == NULL || !aiohttp_file_field_save (file, target, error))
    return NULL;
  content = aiohttp_file_field_open (file);
  reader = aiohttp_stream_reader_new (content);
  do
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (reader, error);

      if (piece == NULL)
        return NULL;
      n = g_bytes_get_size (piece);
      g_checksum_update (checksum, g_bytes_get_data (piece, NULL), n);
    }
  while (n > 0);
  g_assert_true (g_file_load_contents (target, NULL, &saved, &length, NULL, NULL));
  of_saved = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) saved, length);
  answer = g_strdup_printf ("%s %s %s", aiohttp_file_field_is_spooled (file) ? "disk" : "memory",
                            g_checksum_get_string (checksum), of_saved);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, answer));
}

/* The sizes of the parts, none of them ever whole in memory. */
static AiohttpReply *
handle_parts (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = aiohttp_request_multipart (request, error);
  g_autoptr (GString) text = g_string_new (NULL);

  while (reader != NULL)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, &reason);
      guint64 size = 0;
      gsize n = 1;

      if (part == NULL && reason == NULL)
        return AIOHTTP_REPLY (aiohttp_response_new_text (200, text->str));
      while (part != NULL && n > 0)
        {
          g_autoptr (GBytes) piece =
              aiohttp_stream_reader_readany (aiohttp_body_part_reader_get_content (part), &reason);

          if (piece == NULL)
            break;
          n = g_bytes_get_size (piece);
          size += n;
        }
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      g_string_append_printf (text, "%u ", (guint) size);
    }
  return NULL;
}

/* A part that is read whole is bounded, whatever the body. */
static AiohttpReply *
handle_first_part (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = aiohttp_request_multipart (request, error);
  g_autoptr (AiohttpBodyPartReader) part = reader != NULL ? aiohttp_multipart_reader_next (reader, error) : NULL;
  g_autofree char *text = part != NULL ? aiohttp_body_part_reader_text (part, error) : NULL;

  return text != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (200, text)) : NULL;
}

/* An object of GIO's, for want of one of our own. */
static AiohttpReply *
handle_object (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GObject) object = aiohttp_request_json_object (request, G_TYPE_SIMPLE_ACTION, error);
  g_autofree char *text = NULL;

  if (object == NULL)
    return NULL;
  text = g_strdup_printf ("%s %d", g_action_get_name (G_ACTION (object)), g_action_get_enabled (G_ACTION (object)));
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

/* Reads the body by a clone that is a PUT to elsewhere. */
static AiohttpReply *
handle_clone (AiohttpRequest *request, gpointer user_data, GError **error)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpRequest) clone = NULL;
  g_autoptr (AiohttpRequest) late = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *text = NULL;
  g_autofree char *answer = NULL;

  soup_message_headers_append (headers, "X-A", "1");
  soup_message_headers_append (headers, "Content-Length", "1000");
  clone = aiohttp_request_clone (request, "PUT", "/else?where", headers, "https", "example.org", "192.0.2.1", error);
  soup_message_headers_unref (headers);
  if (clone == NULL)
    return NULL;
  g_assert_null (aiohttp_request_clone (request, "A B", NULL, NULL, NULL, NULL, NULL, &reason));
  g_clear_error (&reason);
  text = aiohttp_request_text (clone, error);
  if (text == NULL)
    return NULL;
  late = aiohttp_request_clone (clone, NULL, NULL, NULL, NULL, NULL, NULL, &reason);
  g_assert_error (reason, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  answer = g_strdup_printf ("%s %s %s %s %s %s", aiohttp_request_get_method (clone), aiohttp_request_get_url (clone),
                            aiohttp_request_get_remote (clone), aiohttp_request_get_header (clone, "X-A"),
                            aiohttp_request_get_header (clone, "X-B"), text);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, answer));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_post (router, "/object", handle_object, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/clone", handle_clone, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/post", handle_post, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/post", handle_post, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/save", handle_save, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/parts", handle_parts, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/first-part", handle_first_part, NULL, NULL, NULL);
}

typedef struct
{
  ServerThread *server;
  RawClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  folder = g_dir_make_tmp ("aiohttp-forms-XXXXXX", NULL);
  fixture->server = server_thread_start (add_routes, NULL);
  fixture->client = raw_client_new (fixture->server->port);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (folder, "saved", NULL);

  g_clear_pointer (&fixture->client, raw_client_free);
  server_thread_stop (fixture->server);
  g_remove (saved);
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
send_body (RawClient *client, const char *path, const char *type, const char *body, gsize length)
{
  g_autofree char *head =
      g_strdup_printf ("POST %s HTTP/1.1\r\nHost: h\r\n%s%s\r\nContent-Length: %u\r\n\r\n", path,
                       type != NULL ? "Content-Type: " : "X: x", type != NULL ? type : "", (guint) length);

  raw_client_send (client, head);
  raw_client_send_bytes (client, body, length);
}

typedef struct
{
  const char *path;
  const char *type;
  const char *body;
  guint status;
  const char *answer;
} FormCase;

#define URLENCODED                    "application/x-www-form-urlencoded"
#define MULTIPART                     "multipart/form-data; boundary=b"
#define PART(headers, content)        "--b\r\nContent-Disposition: form-data; " headers "\r\n\r\n" content "\r\n"
#define TYPED(headers, type, content) PART (headers "\r\nContent-Type: " type, content)

static const FormCase cases[] = {
  { "urlencoded", URLENCODED, "a=1&b=x+y%21&a=2", 200, "a=1;b=x y!;a=2;" },
  { "urlencoded/no-type", NULL, "a=1", 200, "a=1;" },
  { "urlencoded/empty", URLENCODED, "", 200, "" },
  { "urlencoded/odd", URLENCODED, "&&a&=b&c=&%zz=%", 200, "a=;=b;c=;%zz=%;" },
  { "urlencoded/utf8", URLENCODED, "a=%C3%A9", 200, "a=é;" },
  { "urlencoded/not-utf8", URLENCODED, "a=%FF", 200, "a=\xef\xbf\xbd;" },
  { "urlencoded/latin1", URLENCODED "; charset=iso-8859-1", "a=%E9", 200, "a=é;" },
  { "urlencoded/unknown-charset", URLENCODED "; charset=x-none", "a=%E9", 415, NULL },
  { "urlencoded/not-in-charset", URLENCODED "; charset=utf-16le", "a=1", 400, NULL },
  { "other-type", "application/json", "{}", 200, "" },
  { "multipart", MULTIPART, PART ("name=a", "1") PART ("name=\"b c\"", "x\r\ny") "--b--", 200, "a=1;b c=x\r\ny;" },
  { "multipart/type", MULTIPART, TYPED ("name=a", "text/html; charset=latin1", "\xe9") "--b--", 200, "a=é;" },
  { "multipart/bytes", MULTIPART, TYPED ("name=a", "image/png", "abc") "--b--", 200, "a=[3 bytes];" },
  { "multipart/file", MULTIPART, TYPED ("name=f; filename=\"a.txt\"", "Text/Plain; x=y", "hello") "--b--", 200,
    "f=<a.txt text/plain 5 memory>;" },
  { "multipart/no-file-chosen", MULTIPART, TYPED ("name=f; filename=\"\"", "application/octet-stream", "") "--b--", 200,
    "f=[0 bytes];" },
  { "multipart/path-as-filename", MULTIPART, PART ("name=f; filename=\"/../etc/passwd\"", "") "--b--", 200,
    "f=<../etc/passwd text/plain 0 memory>;" },
  { "multipart/charset-field", MULTIPART, PART ("name=_charset_", "iso-8859-1") PART ("name=a", "\xe9") "--b--", 200,
    "a=é;" },
  { "multipart/empty", MULTIPART, "--b--", 200, "" },
  { "multipart/bad/not-utf8", MULTIPART, PART ("name=a", "\xff") "--b--", 400, NULL },
  { "multipart/bad/charset", MULTIPART, TYPED ("name=a", "text/plain; charset=x-none", "a") "--b--", 415, NULL },
  { "multipart/bad/no-name", MULTIPART, "--b\r\nX: y\r\n\r\n\r\n--b--", 400, NULL },
  { "multipart/bad/nested", MULTIPART, TYPED ("name=a", "multipart/mixed; boundary=c", "--c--") "--b--", 400, NULL },
  { "multipart/bad/no-end", MULTIPART, PART ("name=a", "1"), 400, NULL },
  { "multipart/bad/no-boundary-there", MULTIPART, "hello", 400, NULL },
  { "multipart/bad/no-boundary", "multipart/form-data", "--b--", 400, NULL },
  { "multipart/bad/header", MULTIPART, "--b\r\nno colon\r\n\r\n\r\n--b--", 400, NULL },
  { "multipart/bad/encoding", MULTIPART, PART ("name=a\r\nContent-Transfer-Encoding: base64", "a") "--b--", 400, NULL },
};

static void
test_case (Fixture *fixture, gconstpointer data)
{
  const FormCase *row = data;

  send_body (fixture->client, "/post", row->type, row->body, strlen (row->body));
  raw_client_expect (fixture->client, row->status, row->answer);
  if (row->status == 200)
    {
      /* byte by byte */
      g_autofree char *head =
          g_strdup_printf ("POST /post HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s%s\r\nContent-Length: %u\r\n\r\n",
                           row->type != NULL ? "Content-Type: " : "X: x", row->type != NULL ? row->type : "",
                           (guint) strlen (row->body));

      raw_client_send (fixture->client, head);
      raw_client_send_split (fixture->client, row->body, 3);
      raw_client_expect (fixture->client, 200, row->answer);
    }
}

static void
test_get (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "GET /post HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na=1");
  raw_client_expect (fixture->client, 200, "");
}

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) urlencoded = g_string_new (NULL);
  g_autoptr (GString) multipart = g_string_new (NULL);

  for (guint i = 0; i < 1001; i++)
    {
      g_string_append (urlencoded, "a&");
      g_string_append (multipart, PART ("name=a", ""));
    }
  g_string_append (multipart, "--b--");
  send_body (fixture->client, "/post", URLENCODED, urlencoded->str, urlencoded->len);
  raw_client_expect (fixture->client, 400, NULL);
  send_body (fixture->client, "/post", MULTIPART, multipart->str, multipart->len);
  raw_client_expect (fixture->client, 413, NULL);
}

/* client-max-size counts the whole body of a form. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = g_strnfill (MIB, 'x');
  g_autofree char *urlencoded = g_strconcat ("a=", content, NULL);
  g_autofree char *multipart =
      g_strconcat ("--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n", content, "\r\n--b--", NULL);
  g_autoptr (RawClient) other = raw_client_new (fixture->server->port);

  send_body (fixture->client, "/post", URLENCODED, urlencoded, strlen (urlencoded));
  raw_client_expect (fixture->client, 413, NULL);
  send_body (other, "/post", MULTIPART, multipart, strlen (multipart));
  raw_client_expect (other, 413, NULL);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  gsize size = GPOINTER_TO_SIZE (data);
  g_autoptr (GString) body = g_string_new ("--b\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n");
  gsize start = body->len;
  g_autofree char *checksum = NULL;
  g_autofree char *answer = NULL;

  while (body->len < start + size)
    g_string_append_c (body, (char) (body->len * 7919 >> 3));
  checksum = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guint8 *) body->str + start, size);
  answer = g_strdup_printf ("%s %s %s", size > MIB ? "disk" : "memory", checksum, checksum);
  g_string_append (body, "\r\n--b--");
  send_body (fixture->client, "/save", MULTIPART, body->str, body->len);
  raw_client_expect (fixture->client, 200, answer);
}

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = g_strnfill (3 * MIB, 'x');
  g_autofree char *body =
      g_strconcat ("--b\r\n\r\n", content, "\r\n--b\r\n\r\n12345\r\n--b\r\n\r\n", content, "\r\n--b--", NULL);

  send_body (fixture->client, "/parts", "multipart/mixed; boundary=b", body, strlen (body));
  raw_client_expect (fixture->client, 200, "3145728 5 3145728 ");
  send_body (fixture->client, "/parts", "text/plain", "hello", 5);
  raw_client_expect (fixture->client, 400, NULL);
  send_body (fixture->client, "/first-part", "multipart/mixed; boundary=b", "--b\r\n\r\nhello\r\n--b--", 19);
  raw_client_expect (fixture->client, 200, "hello");
  send_body (fixture->client, "/first-part", "multipart/mixed; boundary=b", body, strlen (body));
  raw_client_expect (fixture->client, 413, NULL);
}

static void
test_object (Fixture *fixture, gconstpointer data)
{
  const char *const rows[] = { "{\"name\": \"open\", \"enabled\": false, \"other\": 1}", "{\"name\": 1}", "[]", "{" };

  send_body (fixture->client, "/object", "application/json", rows[0], strlen (rows[0]));
  raw_client_expect (fixture->client, 200, "open 0");
  send_body (fixture->client, "/object", "application/json", rows[1], strlen (rows[1]));
  raw_client_expect (fixture->client, 400, "The body does not fit: “name” must be a string");
  send_body (fixture->client, "/object", "application/json", rows[2], strlen (rows[2]));
  raw_client_expect (fixture->client, 400, "The body does not fit: “the body” must be an object");
  send_body (fixture->client, "/object", "application/json", rows[3], strlen (rows[3]));
  raw_client_expect (fixture->client, 400, NULL);
}

static void
test_clone (Fixture *fixture, gconstpointer data)
{
  raw_client_send (fixture->client, "POST /clone HTTP/1.1\r\nHost: h\r\nX-B: 2\r\nContent-Length: 4\r\n\r\nab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_send (fixture->client, "cd");
  raw_client_expect (fixture->client, 200, "PUT https://example.org/else?where 192.0.2.1 1 (null) abcd");
  raw_client_send (fixture->client, "POST /clone HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
  server_thread_expect_silence (fixture->server, fixture->client);
  raw_client_reset (fixture->client);
  server_thread_await_connections (fixture->server, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/web-forms/", cases[i].path, NULL);

      g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    }
  g_test_add ("/web-forms/object", Fixture, NULL, set_up, test_object, tear_down);
  g_test_add ("/web-forms/clone", Fixture, NULL, set_up, test_clone, tear_down);
  g_test_add ("/web-forms/get", Fixture, NULL, set_up, test_get, tear_down);
  g_test_add ("/web-forms/too-many", Fixture, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/web-forms/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/web-forms/file/memory", Fixture, GSIZE_TO_POINTER (1000), set_up, test_file, tear_down);
  g_test_add ("/web-forms/file/border", Fixture, GSIZE_TO_POINTER (MIB), set_up, test_file, tear_down);
  g_test_add ("/web-forms/file/disk", Fixture, GSIZE_TO_POINTER (4 * MIB), set_up, test_file, tear_down);
  g_test_add ("/web-forms/parts", Fixture, NULL, set_up, test_parts, tear_down);
  return g_test_run ();
}
