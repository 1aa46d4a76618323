/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-byte-buffer-private.h"

static void
assert_holds (AiohttpByteBuffer *buffer, const char *expected)
{
  g_assert_cmpmem (aiohttp_byte_buffer_data (buffer), aiohttp_byte_buffer_length (buffer), expected, strlen (expected));
}

static void
test_append (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  g_assert_cmpuint (aiohttp_byte_buffer_length (&buffer), ==, 0);
  aiohttp_byte_buffer_append (&buffer, NULL, 0);
  g_assert_null (buffer.memory);

  aiohttp_byte_buffer_append_literal (&buffer, "one");
  aiohttp_byte_buffer_append_byte (&buffer, ' ');
  aiohttp_byte_buffer_append_string (&buffer, "two");
  assert_holds (&buffer, "one two");
  aiohttp_byte_buffer_truncate (&buffer, 3);
  assert_holds (&buffer, "one");
  aiohttp_byte_buffer_reset (&buffer);
  assert_holds (&buffer, "");
  g_assert_nonnull (buffer.memory);
}

static void
test_numbers (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;

  aiohttp_byte_buffer_append_decimal (&buffer, 0);
  aiohttp_byte_buffer_append_byte (&buffer, ' ');
  aiohttp_byte_buffer_append_decimal (&buffer, 200);
  aiohttp_byte_buffer_append_byte (&buffer, ' ');
  aiohttp_byte_buffer_append_decimal (&buffer, G_MAXUINT64);
  assert_holds (&buffer, "0 200 18446744073709551615");

  aiohttp_byte_buffer_reset (&buffer);
  aiohttp_byte_buffer_append_hex (&buffer, 0);
  aiohttp_byte_buffer_append_byte (&buffer, ' ');
  aiohttp_byte_buffer_append_hex (&buffer, 0x1a2b);
  aiohttp_byte_buffer_append_byte (&buffer, ' ');
  aiohttp_byte_buffer_append_hex (&buffer, G_MAXUINT64);
  assert_holds (&buffer, "0 1a2b ffffffffffffffff");
}

static void
test_reserve (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  guint8 *room;

  room = aiohttp_byte_buffer_reserve (&buffer, 5000);
  memset (room, 'a', 5000);
  aiohttp_byte_buffer_commit (&buffer, 3);
  assert_holds (&buffer, "aaa");
  g_assert_true (aiohttp_byte_buffer_reserve (&buffer, 1) == room + 3);
}

/* A queue that never runs empty stays as small as what it holds. */
static void
test_queue (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  guint8 next_in = 0, next_out = 0;

  for (guint i = 0; i < 100; i++)
    aiohttp_byte_buffer_append_byte (&buffer, next_in++);
  for (guint i = 0; i < 100000; i++)
    {
      aiohttp_byte_buffer_append_byte (&buffer, next_in++);
      g_assert_cmpuint (*aiohttp_byte_buffer_data (&buffer), ==, next_out++);
      aiohttp_byte_buffer_consume (&buffer, 1);
    }
  g_assert_cmpuint (aiohttp_byte_buffer_length (&buffer), ==, 100);
  g_assert_cmpuint (buffer.capacity, <=, 1024);
}

static void
test_memory_back (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GBytes) bytes = NULL;

  aiohttp_byte_buffer_append_literal (&buffer, "some bytes");
  aiohttp_byte_buffer_consume (&buffer, 5);
  aiohttp_byte_buffer_trim (&buffer);
  assert_holds (&buffer, "bytes");
  g_assert_cmpuint (buffer.capacity, ==, 5);

  bytes = aiohttp_byte_buffer_take (&buffer);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "bytes", 5);
  g_assert_null (buffer.memory);

  aiohttp_byte_buffer_append_literal (&buffer, "more");
  aiohttp_byte_buffer_consume (&buffer, 4);
  g_assert_cmpuint (buffer.start, ==, 0);
  aiohttp_byte_buffer_trim (&buffer);
  g_assert_null (buffer.memory);
  aiohttp_byte_buffer_trim (&buffer);
}

static void
test_take_empty (void)
{
  g_auto (AiohttpByteBuffer) buffer = AIOHTTP_BYTE_BUFFER_INIT;
  g_autoptr (GBytes) bytes = aiohttp_byte_buffer_take (&buffer);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/byte-buffer/append", test_append);
  g_test_add_func ("/byte-buffer/numbers", test_numbers);
  g_test_add_func ("/byte-buffer/reserve", test_reserve);
  g_test_add_func ("/byte-buffer/queue", test_queue);
  g_test_add_func ("/byte-buffer/memory-back", test_memory_back);
  g_test_add_func ("/byte-buffer/take-empty", test_take_empty);

  return g_test_run ();
}
