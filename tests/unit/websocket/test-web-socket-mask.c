/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-web-socket-mask-private.h"

#include <sys/wait.h>
#include <unistd.h>

#define SIZE 300

/* Every length and alignment, out of place and in place, against one octet after the other. */
static void
test_mask (void)
{
  guint8 from[SIZE], to[SIZE + 8], key_octets[4] = { 0x12, 0xff, 0x00, 0x9a };
  guint32 key;

  memcpy (&key, key_octets, 4);
  for (guint i = 0; i < SIZE; i++)
    from[i] = (guint8) (i * 7);
  for (gsize shift = 0; shift < 9; shift++)
    for (gsize length = 0; length < 200; length++)
      {
        memset (to, 0xee, sizeof to);
        aiohttp_web_socket_mask (to + shift, from + shift / 2, length, key);
        for (gsize i = 0; i < length; i++)
          g_assert_cmphex (to[shift + i], ==, from[shift / 2 + i] ^ key_octets[i & 3]);
        g_assert_cmphex (to[shift + length], ==, 0xee);
        aiohttp_web_socket_mask (to + shift, to + shift, length, key);
        g_assert_cmpmem (to + shift, length, from + shift / 2, length);
      }
}

static void
test_turn (void)
{
  const char *text = "some octets that are masked in two steps";
  gsize length = strlen (text);
  guint8 whole[64], steps[64];

  aiohttp_web_socket_mask (whole, (const guint8 *) text, length, 0x12345678);
  for (gsize cut = 0; cut <= length; cut++)
    {
      aiohttp_web_socket_mask (steps, (const guint8 *) text, cut, 0x12345678);
      aiohttp_web_socket_mask (steps + cut, (const guint8 *) text + cut, length - cut,
                               aiohttp_web_socket_mask_turn (0x12345678, cut));
      g_assert_cmpmem (steps, length, whole, length);
    }
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      guint32 key;

      g_assert_true (aiohttp_web_socket_mask_new_key (&key));
      g_hash_table_add (seen, GUINT_TO_POINTER (key));
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 990);
}

/* What a child draws is not what its parent draws next. */
static void
test_fork (void)
{
  int pipes[2];
  guint32 own, other;
  pid_t child;

  g_assert_true (aiohttp_web_socket_mask_new_key (&own));
  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (!aiohttp_web_socket_mask_new_key (&own) || write (pipes[1], &own, 4) != 4)
        _exit (1);
      _exit (0);
    }
  g_assert_cmpint (read (pipes[0], &other, 4), ==, 4);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_true (aiohttp_web_socket_mask_new_key (&own));
  g_assert_cmphex (own, !=, other);
  close (pipes[0]);
  close (pipes[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-socket-mask/mask", test_mask);
  g_test_add_func ("/web-socket-mask/turn", test_turn);
  g_test_add_func ("/web-socket-mask/keys", test_keys);
  g_test_add_func ("/web-socket-mask/fork", test_fork);

  return g_test_run ();
}
