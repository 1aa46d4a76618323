/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-mask-private.h"

#include <pthread.h>
#include <sys/random.h>
#include <unistd.h>

#define N_KEYS 64 /* 256 bytes: what getentropy() gives at most */

/* Wide enough for the widest registers that the compiler may use; it splits what they cannot hold. */
typedef guint64 Block __attribute__ ((vector_size (32)));

void
aiohttp_web_socket_mask (guint8 *to, const guint8 *from, gsize length, guint32 key)
{
  guint64 wide = (guint64) key << 32 | key;
  Block keys = { wide, wide, wide, wide };

  for (; length >= sizeof (Block); length -= sizeof (Block))
    {
      Block block;

      memcpy (&block, from, sizeof block);
      block ^= keys;
      memcpy (to, &block, sizeof block);
      from += sizeof block;
      to += sizeof block;
    }
  for (; length >= 8; length -= 8)
    {
      guint64 word;

      memcpy (&word, from, 8);
      word ^= wide;
      memcpy (to, &word, 8);
      from += 8;
      to += 8;
    }
  if (length > 0)
    {
      guint8 octets[8];

      memcpy (octets, &wide, 8);
      for (gsize i = 0; i < length; i++)
        to[i] = from[i] ^ octets[i];
    }
}

/* A child does not use the keys that its parent has drawn. */
static gint generation;

static void
on_fork (void)
{
  g_atomic_int_inc (&generation);
}

static gboolean
draw_keys (guint32 *keys)
{
  static gsize watches_forks;

  if (g_once_init_enter (&watches_forks))
    {
      pthread_atfork (NULL, NULL, on_fork);
      g_once_init_leave (&watches_forks, 1);
    }
  return getentropy (keys, N_KEYS * sizeof *keys) == 0;
}

gboolean
aiohttp_web_socket_mask_new_key (guint32 *key)
{
  static __thread guint32 keys[N_KEYS];
  static __thread guint n_left;
  static __thread gint of_generation;

  if (G_UNLIKELY (n_left == 0 || of_generation != g_atomic_int_get (&generation)))
    {
      if (!draw_keys (keys))
        return FALSE;
      of_generation = g_atomic_int_get (&generation);
      n_left = N_KEYS;
    }
  *key = keys[--n_left];
  keys[n_left] = 0;
  return TRUE;
}
