/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a response tells beside its body, and downloads. */

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "client-fixture.h"
#include "client-transport.h"
#include "expect-log.h"
#include "scratch.h"

#define WHOLE        "0123456789abcdefghij"
#define VERSION      "Sun, 06 Nov 1994 08:49:37 GMT"
#define VERSION_TIME 784111777

/* Grants ranges of its version, unless the file is asked for with ?plain; ?ignorant knows of no versions, ?changed breaks
 * that rule, and ?break breaks off in the middle. */
static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *range = aiohttp_request_get_header (request, "Range");
  const char *of_version = aiohttp_request_get_header (request, "If-Range");
  const char *version =
      aiohttp_request_query_get (request, "changed") == NULL ? VERSION : "Mon, 07 Nov 1994 08:49:37 GMT";
  gboolean heeds = aiohttp_request_query_get (request, "changed") == NULL;
  gboolean granted = range != NULL && aiohttp_request_query_get (request, "plain") == NULL &&
                     (!heeds || g_strcmp0 (of_version, VERSION) == 0);
  gsize start = granted ? (gsize) atoi (range + 6) : 0;
  AiohttpStreamResponse *response;
  g_autofree char *content_range =
      g_strdup_printf ("bytes %u-%u/%u", (guint) start, (guint) strlen (WHOLE) - 1, (guint) strlen (WHOLE));

  if (start >= strlen (WHOLE))
    return AIOHTTP_REPLY (aiohttp_response_new_text (416, "no such range"));
  if (aiohttp_request_query_get (request, "break") != NULL)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (WHOLE, 8, NULL);

      response = aiohttp_stream_response_new_from_stream (200, stream, (gint64) strlen (WHOLE), "text/x");
      if (aiohttp_request_query_get (request, "ignorant") == NULL &&
          !aiohttp_stream_response_set_header (response, "Last-Modified", VERSION, error))
        g_clear_object (&response);
      return AIOHTTP_REPLY (response);
    }
  response = AIOHTTP_STREAM_RESPONSE (aiohttp_response_new_text (start > 0 ? 206 : 200, &WHOLE[start]));
  if ((start > 0 && !aiohttp_stream_response_set_header (response, "Content-Range", content_range, error)) ||
      !aiohttp_stream_response_set_header (response, "Last-Modified", version, error))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_fields (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (aiohttp_response_new_text (200, "text"));

  if (!aiohttp_stream_response_add_header (response, "Set-Cookie", "a=1; Path=/", error) ||
      !aiohttp_stream_response_add_header (response, "Set-Cookie", "b=2; Domain=example.org", error) ||
      !aiohttp_stream_response_add_header (response, "Link", "</page/2>; rel=next", error) ||
      !aiohttp_stream_response_add_header (response, "Link", "</page/9>; rel=last; title=\"the end\"", error) ||
      !aiohttp_stream_response_add_header (response, "Content-Disposition",
                                           "Attachment; filename*=UTF-8''..%2f%c3%a9.txt; size=5", error))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpStreamResponse *response =
      AIOHTTP_STREAM_RESPONSE (aiohttp_response_new_text (200, aiohttp_request_get_query_string (request)));

  if (!aiohttp_stream_response_set_header (response, "Content-Type", "application/json", error))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

static gboolean
set_up (ClientFixture *fixture, GError **error)
{
  static const ClientFixtureRoute routes[] = {
    { "/file", handle_file }, { "/fields", handle_fields }, { "/json", handle_json }, { NULL, NULL }
  };

  fixture->more = routes;
  return client_fixture_set_up (fixture, error);
}

static gboolean
test_fields (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autofree char *url = NULL;
  g_autofree char *next = NULL;
  g_autofree char *disposition = NULL;
  g_autofree char *filename = NULL;
  g_autofree char *size = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *missing = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;
  GHashTable *links;
  GList *list;

  if (!set_up (&fixture, error))
    return FALSE;
  url = aiohttp_test_server_make_url (fixture.server, "/fields");
  next = aiohttp_test_server_make_url (fixture.server, "/page/2");
  response = aiohttp_client_session_get (fixture.session, url, NULL, error);
  if (response == NULL)
    return FALSE;
  links = aiohttp_client_response_get_links (response);
  g_assert_cmpuint (g_hash_table_size (links), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (links, "next"), ==, next);
  list = aiohttp_client_response_list_links (response);
  g_assert_cmpuint (g_list_length (list), ==, 2);
  g_assert_cmpstr (aiohttp_link_get_url (list->data), ==, next);
  g_assert_null (aiohttp_link_get_title (list->data));
  g_assert_true (aiohttp_link_has_rel (list->next->data, "LAST"));
  g_assert_cmpstr (aiohttp_link_get_title (list->next->data), ==, "the end");
  g_list_free_full (list, (GDestroyNotify) aiohttp_link_free);
  g_assert_cmpuint (g_hash_table_size (aiohttp_client_response_get_cookies (response)), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (aiohttp_client_response_get_cookies (response), "a"), ==, "1");
  g_assert_cmpint (aiohttp_client_response_get_content_length (response), ==, 4);
  disposition = aiohttp_client_response_get_content_disposition (response);
  g_assert_cmpstr (disposition, ==, "attachment");
  filename = aiohttp_client_response_get_filename (response);
  g_assert_cmpstr (filename, ==, "é.txt");
  size = aiohttp_client_response_get_disposition_param (response, "Size");
  g_assert_cmpstr (size, ==, "5");
  whole = aiohttp_client_response_get_disposition_param (response, "filename");
  g_assert_cmpstr (whole, ==, "../é.txt");
  missing = aiohttp_client_response_get_disposition_param (response, "name");
  g_assert_null (missing);
  text = aiohttp_client_response_text (response, error);
  g_assert_cmpstr (text, ==, "text");
  return client_fixture_tear_down (&fixture, error);
}

static gboolean
test_object (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  const struct
  {
    const char *query;
    double sock_read; /* negative: it does not fit */
  } rows[] = {
    { "/json?{%22sock_read%22:2.5,%22unknown%22:[]}", 2.5 },
    { "/json?{%22sock_read%22:%22soon%22}", -1 },
    { "/json?[]", -1 },
  };

  if (!set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *url = aiohttp_test_server_make_url (fixture.server, rows[i].query);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (fixture.session, url, NULL, error);
      g_autoptr (GObject) object = NULL;

      if (response == NULL)
        return FALSE;
      object = aiohttp_client_response_json_object (response, AIOHTTP_TYPE_CLIENT_TIMEOUT, error);
      g_assert_cmpint (object != NULL, ==, rows[i].sock_read >= 0);
      if (object != NULL)
        g_assert_cmpfloat (aiohttp_client_timeout_get_sock_read (AIOHTTP_CLIENT_TIMEOUT (object)), ==,
                           rows[i].sock_read);
      else
        g_assert_error (*error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA);
      g_clear_error (error);
    }
  return client_fixture_tear_down (&fixture, error);
}

static void
on_progress (goffset done, goffset total, gpointer user_data)
{
  goffset *told = user_data;

  told[0] = done;
  told[1] = total;
}

static void
assert_file (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL) || expected != NULL)
    g_assert_cmpstr (text, ==, expected);
}

static void
assert_time (const char *path, gint64 expected)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mtime, ==, expected);
}

static gboolean
test_download (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *url;
    const char *part; /* from before */
    gboolean resume;
    gboolean is_newer; /* the part, than what the server has */
  } rows[] = {
    { "/file", NULL, FALSE, FALSE },
    { "/file", "garbage", FALSE, FALSE },
    { "/file", NULL, TRUE, FALSE },
    { "/file", "0123456", TRUE, FALSE },
    { "/file?plain", "0123456", TRUE, FALSE },
    { "/file", WHOLE "and more", TRUE, FALSE },
    { "/to/302?url=/file", "01", TRUE, FALSE },
    { "/file", "another version", TRUE, TRUE },
    { "/file?changed", "another version", TRUE, FALSE }, /* which a server grants all the same */
  };
  ClientFixture fixture = { 0 };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "download.txt", NULL);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *broken = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *without_version = NULL;
  goffset told[2] = { 0, 0 };

  if (!set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *url = aiohttp_test_server_make_url (fixture.server, rows[i].url);

      g_assert_true (g_file_set_contents (path, "old", -1, error));
      if (rows[i].part != NULL)
        {
          const struct utimbuf times = { VERSION_TIME, VERSION_TIME + (rows[i].is_newer ? 1 : 0) };

          g_assert_true (g_file_set_contents (part, rows[i].part, -1, error));
          g_assert_cmpint (g_utime (part, (struct utimbuf *) &times), ==, 0);
        }
      if (!aiohttp_client_session_download (fixture.session, url, file, rows[i].resume, on_progress, told, error))
        return FALSE;
      assert_file (path, WHOLE);
      assert_file (part, NULL);
      g_assert_cmpint (told[0], ==, strlen (WHOLE));
      g_assert_cmpint (told[1], ==, strlen (WHOLE));
    }

  /* what fails leaves the old file, and the part to be gone on with */
  g_assert_true (g_file_set_contents (path, "old", -1, error));
  broken = aiohttp_test_server_make_url (fixture.server, "/file?break");
  expect_log (G_LOG_LEVEL_WARNING, "*The body is shorter than its Content-Length*");
  g_assert_false (aiohttp_client_session_download (fixture.session, broken, file, FALSE, NULL, NULL, error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
  g_clear_error (error);
  expect_log_assert ();
  assert_file (path, "old");
  assert_file (part, "01234567");
  assert_time (part, VERSION_TIME);
  without_version = aiohttp_test_server_make_url (fixture.server, "/file?break&ignorant");
  expect_log (G_LOG_LEVEL_WARNING, "*The body is shorter than its Content-Length*");
  g_assert_false (aiohttp_client_session_download (fixture.session, without_version, file, FALSE, NULL, NULL, error));
  g_clear_error (error);
  expect_log_assert ();
  assert_time (part, 0);
  missing = aiohttp_test_server_make_url (fixture.server, "/missing");
  g_assert_false (aiohttp_client_session_download (fixture.session, missing, file, FALSE, NULL, NULL, error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);
  g_clear_error (error);
  assert_file (path, "old");
  return client_fixture_tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  scratch_init ();
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  aiohttp_test_add_coroutine ("/client-responses/fields", test_fields, NULL);
  aiohttp_test_add_coroutine ("/client-responses/object", test_object, NULL);
  aiohttp_test_add_coroutine ("/client-responses/download", test_download, NULL);
  return scratch_run ();
}
