/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Content codings that are not what they say, or that are more than they look. */

#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "hostile.h"

#define BOMB_SIZE  (8 * 1024 * 1024)
#define BOMB_LIMIT (256 * 1024)

static GBytes *
deflate_bytes (gconstpointer data, gsize size, int window_bits)
{
  z_stream z = { 0 };
  guint8 *packed;
  gsize room;

  g_assert_cmpint (deflateInit2 (&z, 1, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY), ==, Z_OK);
  room = deflateBound (&z, size);
  packed = g_malloc (room);
  z.next_in = (Bytef *) data;
  z.avail_in = (uInt) size;
  z.next_out = packed;
  z.avail_out = (uInt) room;
  g_assert_cmpint (deflate (&z, Z_FINISH), ==, Z_STREAM_END);
  room = z.total_out;
  deflateEnd (&z);
  return g_bytes_new_take (packed, room);
}

static GBytes *
pack (const char *coding, gconstpointer data, gsize size)
{
  gsize room = MAX (BrotliEncoderMaxCompressedSize (size), ZSTD_compressBound (size));
  guint8 *packed;

  if (strcmp (coding, "gzip") == 0)
    return deflate_bytes (data, size, MAX_WBITS + 16);
  if (strcmp (coding, "deflate") == 0)
    return deflate_bytes (data, size, MAX_WBITS);
  packed = g_malloc (room);
  if (strcmp (coding, "br") == 0)
    g_assert_true (BrotliEncoderCompress (1, 24, BROTLI_MODE_GENERIC, size, data, &room, packed));
  else
    room = ZSTD_compress (packed, room, data, size, 1);
  return g_bytes_new_take (packed, room);
}

static void
say_body (RawConnection *connection, const char *coding, GBytes *body)
{
  g_autofree char *head = g_strdup_printf (
      OK_HEAD "Content-Encoding: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", coding, g_bytes_get_size (body));

  if (raw_connection_puts (connection, head))
    raw_connection_write (connection, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static void
say_bomb (RawConnection *connection, HostileCase *test)
{
  g_auto (GStrv) codings = g_strsplit (test->row->expected, ", ", -1);
  g_autofree guint8 *zeros = g_malloc0 (BOMB_SIZE);
  g_autoptr (GBytes) body = g_bytes_new_static (zeros, BOMB_SIZE);

  for (guint i = 0; codings[i] != NULL; i++)
    {
      g_autoptr (GBytes) plain = g_steal_pointer (&body);

      body = pack (codings[i], g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
    }
  say_body (connection, test->row->expected, body);
}

static void
limit_body (HostileCase *test)
{
  aiohttp_request_options_set_max_body_size (test->options, BOMB_LIMIT);
}

/* What was refused was not made first. */
static void
check_made (HostileCase *test)
{
  AiohttpStreamReader *content = aiohttp_client_response_get_content (test->response);

  g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (content), <, 4 * BOMB_LIMIT);
}

#define BOMB(coding)                                                                                                   \
  .script = SCRIPT (READ, CALL (say_bomb), READ), .expected = coding, .prepare = limit_body, .check = check_made,      \
  .native = FAILS (BODY_TOO_LARGE, "262144")

static const HostileRow bombs[] = {
  { .name = "bomb-gzip", BOMB ("gzip") },
  { .name = "bomb-deflate", BOMB ("deflate") },
  { .name = "bomb-br", BOMB ("br") },
  { .name = "bomb-zstd", BOMB ("zstd") },
  { .name = "bomb-gzip-gzip", BOMB ("gzip, gzip") },
  { .name = "bomb-br-zstd-gzip", BOMB ("br, zstd, gzip") },
};

/* A whole body with one wrong byte, counted from its end; and one that is cut there. */
static GBytes *
pack_text (const char *coding)
{
  const char *text = "what a server may send, what a server may send, what a server may send";

  return pack (coding, text, strlen (text));
}

static void
say_corrupt (RawConnection *connection, HostileCase *test)
{
  g_autoptr (GBytes) body = pack_text (test->row->expected);
  gsize size = g_bytes_get_size (body);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (body, NULL), size);
  g_autoptr (GBytes) corrupt = NULL;

  /* of gzip and deflate the checksum; br and zstd have none: its last bytes are its data's end */
  memset (data + size - 6, 0xff, 6);
  corrupt = g_bytes_new (data, size);
  say_body (connection, test->row->expected, corrupt);
}

static void
say_cut (RawConnection *connection, HostileCase *test)
{
  g_autoptr (GBytes) body = pack_text (test->row->expected);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) - 5);

  say_body (connection, test->row->expected, cut);
}

#define CORRUPT(coding)                                                                                                \
  .script = SCRIPT (READ, CALL (say_corrupt), READ), .expected = coding, .native = FAILS (CONTENT_ENCODING, NULL)
#define CUT(coding)                                                                                                    \
  .script = SCRIPT (READ, CALL (say_cut), READ), .expected = coding, .native = FAILS (CONTENT_ENCODING, NULL)
#define CODED(coding) OK_HEAD "Content-Encoding: " coding "\r\n"

static const HostileRow faults[] = {
  { .name = "corrupt-gzip", CORRUPT ("gzip") },
  { .name = "corrupt-deflate", CORRUPT ("deflate") },
  { .name = "corrupt-br", CORRUPT ("br") },
  { .name = "corrupt-zstd", CORRUPT ("zstd") },
  { .name = "cut-gzip", CUT ("gzip") },
  { .name = "cut-deflate", CUT ("deflate") },
  { .name = "cut-br", CUT ("br") },
  { .name = "cut-zstd", CUT ("zstd") },
  { .name = "not-gzip",
    .script = KEPT (CODED ("gzip") "Content-Length: 5\r\n\r\nhello"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "not-deflate",
    .script = KEPT (CODED ("deflate") "Content-Length: 5\r\n\r\nhello"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "not-br",
    .script = KEPT (CODED ("br") "Content-Length: 5\r\n\r\n\xff\xff\xff\xff\xff"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "not-zstd",
    .script = KEPT (CODED ("zstd") "Content-Length: 5\r\n\r\nhello"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "zstd-window",
    .script = KEPT (CODED ("zstd") "Content-Length: 10\r\n\r\n\x28\xb5\x2f\xfd\0\xf8\1\0\0x"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "zstd-dictionary",
    .script = KEPT (CODED ("zstd") "Content-Length: 11\r\n\r\n\x28\xb5\x2f\xfd\1\x08\7\1\0\0x"),
    .native = FAILS (CONTENT_ENCODING, NULL) },
  { .name = "six-codings",
    .script = KEPT (CODED ("gzip, gzip, gzip, gzip, gzip, gzip") "Content-Length: 5\r\n\r\nhello"),
    .native = FAILS (CONTENT_ENCODING, "More than 5 content codings") },
  { .name = "thousand-codings",
    .script = SCRIPT (READ, SAY (OK_HEAD "Content-Encoding: br"), FLOOD (",br", 1000),
                      SAY ("\r\nContent-Length: 5\r\n\r\nhello"), READ),
    .native = FAILS (CONTENT_ENCODING, "More than 5 content codings") },
  { .name = "coding-unknown",
    .script = KEPT (CODED ("rot13") "Content-Length: 5\r\n\r\nuryyb"),
    .native = GIVES ("uryyb") },
  { .name = "gzip-head-endless",
    .script = SCRIPT (READ, SAY (CODED ("gzip") "\r\n\x1f\x8b\x08\x08\0\0\0\0\0\3"), FLOOD ("nameless", 0)),
    .native = FAILS (TIMEOUT, "0.3 seconds"),
    .timeout = 0.3 },
  { .name = "gzip-blocks-endless",
    .script = SCRIPT (READ, SAY (CODED ("gzip") "\r\n\x1f\x8b\x08\0\0\0\0\0\0\3"), FLOOD ("\0\0\0\xff\xff", 0)),
    .native = FAILS (TIMEOUT, "0.3 seconds"),
    .timeout = 0.3 },
  { .name = "zstd-frames-endless",
    .script = SCRIPT (READ, SAY (CODED ("zstd") "\r\n"), FLOOD ("\x50\x2a\x4d\x18\0\0\0\0", 0)),
    .native = FAILS (TIMEOUT, "0.3 seconds"),
    .timeout = 0.3 },
  { .name = "coded-cut-by-framing",
    .script = LAST (CODED ("gzip") "Content-Length: 100\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\3"),
    .native = FAILS (PAYLOAD, NULL) },
};

void
hostile_add_codings (void)
{
  hostile_add_rows ("coding", bombs, G_N_ELEMENTS (bombs));
  hostile_add_rows ("coding", faults, G_N_ELEMENTS (faults));
}
