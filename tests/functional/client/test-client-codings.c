/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Content codings of responses: which are undone, what is an error, and how much of a body is in memory at once. */

#include <aiohttp-glib/aiohttp.h>
#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "client-transport.h"
#include "raw-server.h"

#define N_LINES    60
#define BOMB_SIZE  (4 * 1024 * 1024)
#define GREAT_READ (512 * 1024)

typedef enum
{
  DECODED,
  AS_SENT,
  FAILS,
} Outcome;

typedef enum
{
  INTACT,
  TRUNCATED,
  TRUNCATED_INSIDE, /* the first coding's bytes; those around it are whole */
  CORRUPT,
  TRAILING,
  TWO_MEMBERS,
} Damage;

typedef struct
{
  const char *content_encoding;
  const char *codings[3]; /* as applied, from the first to the last */
  Damage damage;
  Outcome outcome;
} Row;

static const Row rows[] = {
  { "gzip", { "gzip" }, INTACT, DECODED },
  { "x-gzip", { "gzip" }, INTACT, DECODED },
  { "deflate", { "deflate" }, INTACT, DECODED },
  { "deflate", { "deflate-raw" }, INTACT, DECODED },
  { "br", { "br" }, INTACT, DECODED },
  { "zstd", { "zstd" }, INTACT, DECODED },
  { "identity", { NULL }, INTACT, DECODED },
  { "GZip", { "gzip" }, INTACT, DECODED },
  { "BR", { "br" }, INTACT, DECODED },
  { "  gzip\t", { "gzip" }, INTACT, DECODED },
  { ",gzip,,", { "gzip" }, INTACT, DECODED },
  { "gzip, br", { "gzip", "br" }, INTACT, DECODED },
  { "br, gzip", { "br", "gzip" }, INTACT, DECODED },
  { "gzip,zstd", { "gzip", "zstd" }, INTACT, DECODED },
  { "zstd,gzip", { "zstd", "gzip" }, INTACT, DECODED },
  { "deflate , br", { "deflate", "br" }, INTACT, DECODED },
  { "br,deflate", { "br", "deflate-raw" }, INTACT, DECODED },
  { "zstd, br", { "zstd", "br" }, INTACT, DECODED },
  { "gzip, identity, gzip", { "gzip", "gzip" }, INTACT, DECODED },
  { "gzip, br, zstd", { "gzip", "br", "zstd" }, INTACT, DECODED },
  { "gzip\r\nContent-Encoding: br", { "gzip", "br" }, INTACT, DECODED },
  { "gzip", { "gzip" }, TWO_MEMBERS, DECODED },
  { "zstd", { "zstd" }, TWO_MEMBERS, DECODED },
  { "deflate", { "deflate" }, TWO_MEMBERS, FAILS },
  { "br", { "br" }, TWO_MEMBERS, FAILS },
  /* what is not known is left as it is, and so is all that is under it */
  { "rot13", { NULL }, INTACT, AS_SENT },
  { "compress", { "gzip" }, INTACT, AS_SENT },
  { "gzip, rot13", { "gzip" }, INTACT, AS_SENT },
  { "gzip;q=1", { "gzip" }, INTACT, AS_SENT },
  { "gzip", { "gzip" }, TRUNCATED, FAILS },
  { "deflate", { "deflate" }, TRUNCATED, FAILS },
  { "deflate", { "deflate-raw" }, TRUNCATED, FAILS },
  { "br", { "br" }, TRUNCATED, FAILS },
  { "zstd", { "zstd" }, TRUNCATED, FAILS },
  { "gzip, br", { "gzip", "br" }, TRUNCATED, FAILS },
  { "gzip, br", { "gzip", "br" }, TRUNCATED_INSIDE, FAILS },
  { "br, gzip", { "br", "gzip" }, TRUNCATED_INSIDE, FAILS },
  { "zstd, deflate", { "zstd", "deflate" }, TRUNCATED_INSIDE, FAILS },
  { "gzip", { "gzip" }, CORRUPT, FAILS },
  { "deflate", { "deflate" }, CORRUPT, FAILS },
  { "deflate", { "deflate-raw" }, CORRUPT, FAILS },
  { "br", { "br" }, CORRUPT, FAILS },
  { "zstd", { "zstd" }, CORRUPT, FAILS },
  { "br, gzip", { "br", "gzip" }, CORRUPT, FAILS },
  { "gzip", { "gzip" }, TRAILING, FAILS },
  { "deflate", { "deflate" }, TRAILING, FAILS },
  { "deflate", { "deflate-raw" }, TRAILING, FAILS },
  { "br", { "br" }, TRAILING, FAILS },
  { "zstd", { "zstd" }, TRAILING, FAILS },
  { "gzip", { NULL }, INTACT, FAILS }, /* it is none */
  { "br", { NULL }, INTACT, FAILS },
  { "zstd", { "gzip" }, INTACT, FAILS },
  { "gzip,gzip,gzip,gzip,gzip,gzip", { "gzip" }, INTACT, FAILS },
};

/* l: Content-Length, in one write; L: byte by byte; c: one chunk; C: chunks of one byte; e: up to the end. */
static const char framings[] = "lLcCe";

static GByteArray *
pack_zlib (const void *data, gsize length, int window_bits)
{
  GByteArray *packed = g_byte_array_new ();
  z_stream z = { 0 };

  deflateInit2 (&z, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  g_byte_array_set_size (packed, (guint) deflateBound (&z, length));
  z.next_in = (Bytef *) data;
  z.avail_in = (uInt) length;
  z.next_out = packed->data;
  z.avail_out = packed->len;
  g_assert_cmpint (deflate (&z, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (packed, (guint) z.total_out);
  deflateEnd (&z);
  return packed;
}

static GByteArray *
pack (const char *coding, const void *data, gsize length)
{
  GByteArray *packed;
  gsize size;

  if (g_str_equal (coding, "gzip"))
    return pack_zlib (data, length, MAX_WBITS + 16);
  if (g_str_equal (coding, "deflate"))
    return pack_zlib (data, length, MAX_WBITS);
  if (g_str_equal (coding, "deflate-raw"))
    return pack_zlib (data, length, -MAX_WBITS);
  packed = g_byte_array_new ();
  if (g_str_equal (coding, "br"))
    {
      size = BrotliEncoderMaxCompressedSize (length);
      g_byte_array_set_size (packed, (guint) size);
      g_assert_true (
          BrotliEncoderCompress (3, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, length, data, &size, packed->data));
    }
  else
    {
      g_byte_array_set_size (packed, (guint) ZSTD_compressBound (length));
      size = ZSTD_compress (packed->data, packed->len, data, length, 3);
    }
  g_byte_array_set_size (packed, (guint) size);
  return packed;
}

static GByteArray *
make_plain (void)
{
  GByteArray *plain = g_byte_array_new ();

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u codings, one on the other: %u\n", i, i * i * 7919);

      g_byte_array_append (plain, (const guint8 *) line, (guint) strlen (line));
    }
  return plain;
}

static void
damage (GByteArray *packed, Damage kind)
{
  if (kind == TRUNCATED)
    g_byte_array_set_size (packed, packed->len - 5);
  else if (kind == TRAILING)
    g_byte_array_append (packed, (const guint8 *) "rubbish", 7);
  else if (kind == CORRUPT)
    memset (packed->data + packed->len / 2, 0xff, packed->len / 2);
}

/* One half, then the other. */
static GByteArray *
pack_members (const char *coding, GByteArray *plain)
{
  guint half = plain->len / 2;
  GByteArray *first = pack (coding, plain->data, half);
  g_autoptr (GByteArray) second = pack (coding, plain->data + half, plain->len - half);

  return g_byte_array_append (first, second->data, second->len);
}

static GByteArray *
make_body (const Row *row)
{
  GByteArray *body = make_plain ();

  for (guint i = 0; i < G_N_ELEMENTS (row->codings) && row->codings[i] != NULL; i++)
    {
      GByteArray *next = row->damage == TWO_MEMBERS ? pack_members (row->codings[i], body)
                                                    : pack (row->codings[i], body->data, body->len);

      g_byte_array_unref (body);
      body = next;
      if (i == 0 && row->damage == TRUNCATED_INSIDE)
        damage (body, TRUNCATED);
    }
  damage (body, row->damage);
  return body;
}

static gboolean
write_bytes (RawConnection *connection, GByteArray *body, const char *format)
{
  for (guint i = 0; i < body->len; i++)
    {
      g_autofree char *before = g_strdup (format[0] == 'C' ? "1\r\n" : "");

      if (!raw_connection_puts (connection, before) || !raw_connection_write (connection, &body->data[i], 1) ||
          (format[0] == 'C' && !raw_connection_puts (connection, "\r\n")))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_response (RawConnection *connection, const char *content_encoding, GByteArray *body, char framing)
{
  g_autofree char *head = NULL;
  g_autofree char *chunk = g_strdup_printf ("%x\r\n", body->len);

  if (framing == 'l' || framing == 'L')
    head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %u\r\n\r\n", content_encoding,
                            body->len);
  else
    head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n%s\r\n\r\n", content_encoding,
                            framing == 'e' ? "Connection: close" : "Transfer-Encoding: chunked");
  if (!raw_connection_puts (connection, head))
    return FALSE;
  switch (framing)
    {
    case 'L':
      return write_bytes (connection, body, "L");
    case 'C':
      return write_bytes (connection, body, "C") && raw_connection_puts (connection, "0\r\n\r\n");
    case 'c':
      return raw_connection_puts (connection, chunk) && raw_connection_write (connection, body->data, body->len) &&
             raw_connection_puts (connection, "\r\n0\r\n\r\n");
    default:
      return raw_connection_write (connection, body->data, body->len) && framing != 'e';
    }
}

/* "/ROW/FRAMING" */
static void
serve_rows (RawConnection *connection, gpointer user_data)
{
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;
      g_autoptr (GByteArray) body = NULL;
      char *end;
      const Row *row;

      if (path == NULL)
        return;
      row = &rows[g_ascii_strtoull (path + 1, &end, 10)];
      body = make_body (row);
      more = write_response (connection, row->content_encoding, body, end[1]);
    }
}

static void
assert_outcome (const Row *row, Outcome outcome, GBytes *bytes, GError *error)
{
  g_autoptr (GByteArray) plain = make_plain ();
  g_autoptr (GByteArray) sent = make_body (row);
  GByteArray *expected = outcome == DECODED ? plain : sent;

  if (outcome == FAILS)
    {
      g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING);
      g_assert_null (bytes);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected->data, expected->len);
}

static GBytes *
fetch (AiohttpClientSession *session, RawServer *server, guint row, char framing, AiohttpRequestOptions *options,
       GError **error)
{
  g_autofree char *path = g_strdup_printf ("/%u/%c", row, framing);
  g_autofree char *url = raw_server_make_url (server, path);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);

  return response != NULL ? aiohttp_client_response_read (response, error) : NULL;
}

static gboolean
test_row (GValue *result, gpointer user_data, GError **error)
{
  const Row *row = user_data;
  g_autoptr (RawServer) server = raw_server_new (serve_rows, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (const char *framing = framings; *framing != '\0'; framing++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_test_message ("%s, %c", row->content_encoding, *framing);
      bytes = fetch (session, server, (guint) (row - rows), *framing, NULL, &failure);
      assert_outcome (row, row->outcome, bytes, failure);
    }
  return aiohttp_client_session_close (session, error);
}

/* Of the session, and of one request against the session's choice. */
static gboolean
test_raw (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_rows, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  for (guint of_session = 0; of_session < 2; of_session++)
    {
      aiohttp_client_session_set_auto_decompress (session, !of_session);
      aiohttp_request_options_set_auto_decompress (options, of_session);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          g_autoptr (GError) failure = NULL;
          g_autoptr (GBytes) bytes = fetch (session, server, i, 'l', of_session ? NULL : options, &failure);

          assert_outcome (&rows[i], AS_SENT, bytes, failure);
        }
    }
  /* and the other way round */
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GBytes) bytes = fetch (session, server, i, 'c', options, &failure);

      assert_outcome (&rows[i], rows[i].outcome, bytes, failure);
    }
  return aiohttp_client_session_close (session, error);
}

/* A coding of a body that is not there: HEAD, 204, 304, no bytes. */
static gboolean
test_no_body (GValue *result, gpointer user_data, GError **error)
{
  static const char *const codings[] = { "gzip", "deflate", "br", "zstd", "gzip, br" };
  const struct
  {
    const char *method;
    const char *head;
  } answers[] = {
    { "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 123\r\n" },
    { "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" },
    { "GET", "HTTP/1.1 204 No Content\r\n" },
    { "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 123\r\n" },
    { "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" },
  };

  for (guint a = 0; a < G_N_ELEMENTS (answers); a++)
    for (guint c = 0; c < G_N_ELEMENTS (codings); c++)
      {
        g_autofree char *answer = g_strdup_printf ("%sContent-Encoding: %s\r\n\r\n", answers[a].head, codings[c]);
        const RawRoute routes[] = { { "/", answer, RAW_KEEP }, { NULL, NULL, RAW_KEEP } };
        g_autoptr (RawServer) server = raw_server_new_routes (routes);
        g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
        g_autofree char *url = raw_server_make_url (server, "/");

        for (guint again = 0; again < 2; again++)
          {
            g_autoptr (AiohttpClientResponse) response =
                aiohttp_client_session_request (session, answers[a].method, url, NULL, error);
            g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

            g_assert_no_error (*error);
            g_assert_cmpuint (g_bytes_get_size (body), ==, 0);
            g_assert_cmpstr (aiohttp_client_response_get_header (response, "Content-Encoding"), ==, codings[c]);
          }
        /* libsoup has its connection back a little later */
        if (!client_transport_is_soup ())
          g_assert_cmpuint (raw_server_count_connections (server), ==, 1);
        if (!aiohttp_client_session_close (session, error))
          return FALSE;
      }
  return TRUE;
}

static const Row bombs[] = {
  { "gzip", { "gzip" }, INTACT, DECODED },
  { "deflate", { "deflate" }, INTACT, DECODED },
  { "br", { "br" }, INTACT, DECODED },
  { "zstd", { "zstd" }, INTACT, DECODED },
  { "gzip, gzip", { "gzip", "gzip" }, INTACT, DECODED },
  { "zstd, br", { "zstd", "br" }, INTACT, DECODED },
};

static GByteArray *
make_bomb (const Row *row)
{
  g_autofree guint8 *zeros = g_malloc0 (BOMB_SIZE);
  GByteArray *body = pack (row->codings[0], zeros, BOMB_SIZE);

  for (guint i = 1; i < G_N_ELEMENTS (row->codings) && row->codings[i] != NULL; i++)
    {
      GByteArray *next = pack (row->codings[i], body->data, body->len);

      g_byte_array_unref (body);
      body = next;
    }
  return body;
}

/* Made once: it takes longer than all the rest. */
static GPtrArray *
make_bombs (void)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    g_ptr_array_add (bodies, make_bomb (&bombs[i]));
  return bodies;
}

static void
serve_bombs (RawConnection *connection, gpointer user_data)
{
  GPtrArray *bodies = user_data;

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;
      guint64 index;

      if (path == NULL)
        return;
      index = g_ascii_strtoull (path + 1, NULL, 10);
      if (!write_response (connection, bombs[index].content_encoding, bodies->pdata[index], 'l'))
        return;
    }
}

/* However much a body unfolds to, no more of it is there at once than one read gives. */
static gboolean
test_bounded (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) bodies = make_bombs ();
  g_autoptr (RawServer) server = raw_server_new (serve_bombs, bodies);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autofree char *url = raw_server_make_url (server, path);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
      AiohttpStreamReader *content = response != NULL ? aiohttp_client_response_get_content (response) : NULL;
      gsize taken = 0;
      gsize n;

      g_assert_no_error (*error);
      do
        {
          g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany (content, error);

          g_assert_no_error (*error);
          n = g_bytes_get_size (bytes);
          taken += n;
          g_assert_cmpuint (n, <=, GREAT_READ);
          g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (content) - taken, <=, GREAT_READ);
        }
      while (n > 0);
      g_assert_cmpuint (taken, ==, BOMB_SIZE);
      g_assert_true (aiohttp_stream_reader_is_at_eof (content));
    }
  return aiohttp_client_session_close (session, error);
}

/* The limit is of decoded bytes; the error names it. */
static gboolean
test_bomb_limit (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) bodies = make_bombs ();
  g_autoptr (RawServer) server = raw_server_new (serve_bombs, bodies);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  aiohttp_client_session_set_max_body_size (session, 1000000);
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    for (guint streamed = 0; streamed < 2; streamed++)
      {
        g_autofree char *path = g_strdup_printf ("/%u", i);
        g_autofree char *url = raw_server_make_url (server, path);
        g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
        AiohttpStreamReader *content;
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (GError) failure = NULL;
        g_autoptr (GError) again = NULL;

        g_assert_no_error (*error);
        content = aiohttp_client_response_get_content (response);
        if (!streamed)
          bytes = aiohttp_client_response_read (response, &failure);
        else
          do
            {
              g_clear_pointer (&bytes, g_bytes_unref);
              bytes = aiohttp_stream_reader_readany (content, &failure);
            }
          while (bytes != NULL && g_bytes_get_size (bytes) > 0);
        g_assert_null (bytes);
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
        g_assert_nonnull (strstr (failure->message, "limit of 1000000 bytes"));
        g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (content), <=, 1000000 + GREAT_READ);
        g_assert_null (aiohttp_stream_reader_readany (content, &again));
        g_assert_error (again, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
        g_assert_true (aiohttp_client_response_is_closed (response));
      }
  return aiohttp_client_session_close (session, error);
}

/* Up to the last byte, in each framing; a request's own limit goes before the session's. */
static gboolean
test_limit (GValue *result, gpointer user_data, GError **error)
{
  static const guint of_rows[] = { 0, 2, 4, 5, 6, 11 };
  g_autoptr (RawServer) server = raw_server_new (serve_rows, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GByteArray) plain = make_plain ();
  const struct
  {
    guint64 of_session;
    gint64 of_request; /* -1: none */
    gboolean fails;
  } limits[] = {
    { plain->len, -1, FALSE },
    { plain->len + 1, -1, FALSE },
    { plain->len - 1, -1, TRUE },
    { 1, -1, TRUE },
    { 0, plain->len - 1, TRUE },
    { 1, plain->len, FALSE },
    { 1, 0, FALSE },
    { 0, -1, FALSE },
    { G_MAXUINT64, -1, FALSE },
  };

  for (guint r = 0; r < G_N_ELEMENTS (of_rows); r++)
    for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
      for (const char *framing = framings; *framing != '\0'; framing++)
        {
          g_autoptr (GError) failure = NULL;
          g_autoptr (GBytes) bytes = NULL;

          g_test_message ("%s, %c: %u", rows[of_rows[r]].content_encoding, *framing, i);
          aiohttp_client_session_set_max_body_size (session, limits[i].of_session);
          aiohttp_request_options_set_max_body_size (options, limits[i].of_request);
          bytes = fetch (session, server, of_rows[r], *framing, options, &failure);
          g_assert_cmpint (bytes == NULL, ==, limits[i].fails);
          if (limits[i].fails)
            {
              g_autofree char *named =
                  g_strdup_printf ("limit of %" G_GUINT64_FORMAT " bytes",
                                   limits[i].of_request >= 0 ? (guint64) limits[i].of_request : limits[i].of_session);

              g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
              g_assert_nonnull (strstr (failure->message, named));
            }
        }
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client-codings/rows/%u", i);

      aiohttp_test_add_coroutine (path, test_row, (gpointer) &rows[i]);
    }
  aiohttp_test_add_coroutine ("/client-codings/raw", test_raw, NULL);
  aiohttp_test_add_coroutine ("/client-codings/no-body", test_no_body, NULL);
  aiohttp_test_add_coroutine ("/client-codings/bounded", test_bounded, NULL);
  aiohttp_test_add_coroutine ("/client-codings/bomb-limit", test_bomb_limit, NULL);
  aiohttp_test_add_coroutine ("/client-codings/limit", test_limit, NULL);
  return g_test_run ();
}
