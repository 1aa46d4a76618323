/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-sha512-256-private.h"

#define BLOCK 128

/* The first bits of the fractional parts of the cube roots of the first 80 primes. */
static const guint64 round_constants[80] = {
  G_GUINT64_CONSTANT (0x428a2f98d728ae22), G_GUINT64_CONSTANT (0x7137449123ef65cd),
  G_GUINT64_CONSTANT (0xb5c0fbcfec4d3b2f), G_GUINT64_CONSTANT (0xe9b5dba58189dbbc),
  G_GUINT64_CONSTANT (0x3956c25bf348b538), G_GUINT64_CONSTANT (0x59f111f1b605d019),
  G_GUINT64_CONSTANT (0x923f82a4af194f9b), G_GUINT64_CONSTANT (0xab1c5ed5da6d8118),
  G_GUINT64_CONSTANT (0xd807aa98a3030242), G_GUINT64_CONSTANT (0x12835b0145706fbe),
  G_GUINT64_CONSTANT (0x243185be4ee4b28c), G_GUINT64_CONSTANT (0x550c7dc3d5ffb4e2),
  G_GUINT64_CONSTANT (0x72be5d74f27b896f), G_GUINT64_CONSTANT (0x80deb1fe3b1696b1),
  G_GUINT64_CONSTANT (0x9bdc06a725c71235), G_GUINT64_CONSTANT (0xc19bf174cf692694),
  G_GUINT64_CONSTANT (0xe49b69c19ef14ad2), G_GUINT64_CONSTANT (0xefbe4786384f25e3),
  G_GUINT64_CONSTANT (0x0fc19dc68b8cd5b5), G_GUINT64_CONSTANT (0x240ca1cc77ac9c65),
  G_GUINT64_CONSTANT (0x2de92c6f592b0275), G_GUINT64_CONSTANT (0x4a7484aa6ea6e483),
  G_GUINT64_CONSTANT (0x5cb0a9dcbd41fbd4), G_GUINT64_CONSTANT (0x76f988da831153b5),
  G_GUINT64_CONSTANT (0x983e5152ee66dfab), G_GUINT64_CONSTANT (0xa831c66d2db43210),
  G_GUINT64_CONSTANT (0xb00327c898fb213f), G_GUINT64_CONSTANT (0xbf597fc7beef0ee4),
  G_GUINT64_CONSTANT (0xc6e00bf33da88fc2), G_GUINT64_CONSTANT (0xd5a79147930aa725),
  G_GUINT64_CONSTANT (0x06ca6351e003826f), G_GUINT64_CONSTANT (0x142929670a0e6e70),
  G_GUINT64_CONSTANT (0x27b70a8546d22ffc), G_GUINT64_CONSTANT (0x2e1b21385c26c926),
  G_GUINT64_CONSTANT (0x4d2c6dfc5ac42aed), G_GUINT64_CONSTANT (0x53380d139d95b3df),
  G_GUINT64_CONSTANT (0x650a73548baf63de), G_GUINT64_CONSTANT (0x766a0abb3c77b2a8),
  G_GUINT64_CONSTANT (0x81c2c92e47edaee6), G_GUINT64_CONSTANT (0x92722c851482353b),
  G_GUINT64_CONSTANT (0xa2bfe8a14cf10364), G_GUINT64_CONSTANT (0xa81a664bbc423001),
  G_GUINT64_CONSTANT (0xc24b8b70d0f89791), G_GUINT64_CONSTANT (0xc76c51a30654be30),
  G_GUINT64_CONSTANT (0xd192e819d6ef5218), G_GUINT64_CONSTANT (0xd69906245565a910),
  G_GUINT64_CONSTANT (0xf40e35855771202a), G_GUINT64_CONSTANT (0x106aa07032bbd1b8),
  G_GUINT64_CONSTANT (0x19a4c116b8d2d0c8), G_GUINT64_CONSTANT (0x1e376c085141ab53),
  G_GUINT64_CONSTANT (0x2748774cdf8eeb99), G_GUINT64_CONSTANT (0x34b0bcb5e19b48a8),
  G_GUINT64_CONSTANT (0x391c0cb3c5c95a63), G_GUINT64_CONSTANT (0x4ed8aa4ae3418acb),
  G_GUINT64_CONSTANT (0x5b9cca4f7763e373), G_GUINT64_CONSTANT (0x682e6ff3d6b2b8a3),
  G_GUINT64_CONSTANT (0x748f82ee5defb2fc), G_GUINT64_CONSTANT (0x78a5636f43172f60),
  G_GUINT64_CONSTANT (0x84c87814a1f0ab72), G_GUINT64_CONSTANT (0x8cc702081a6439ec),
  G_GUINT64_CONSTANT (0x90befffa23631e28), G_GUINT64_CONSTANT (0xa4506cebde82bde9),
  G_GUINT64_CONSTANT (0xbef9a3f7b2c67915), G_GUINT64_CONSTANT (0xc67178f2e372532b),
  G_GUINT64_CONSTANT (0xca273eceea26619c), G_GUINT64_CONSTANT (0xd186b8c721c0c207),
  G_GUINT64_CONSTANT (0xeada7dd6cde0eb1e), G_GUINT64_CONSTANT (0xf57d4f7fee6ed178),
  G_GUINT64_CONSTANT (0x06f067aa72176fba), G_GUINT64_CONSTANT (0x0a637dc5a2c898a6),
  G_GUINT64_CONSTANT (0x113f9804bef90dae), G_GUINT64_CONSTANT (0x1b710b35131c471b),
  G_GUINT64_CONSTANT (0x28db77f523047d84), G_GUINT64_CONSTANT (0x32caab7b40c72493),
  G_GUINT64_CONSTANT (0x3c9ebe0a15c9bebc), G_GUINT64_CONSTANT (0x431d67c49c100d4c),
  G_GUINT64_CONSTANT (0x4cc5d4becb3e42b6), G_GUINT64_CONSTANT (0x597f299cfc657e2a),
  G_GUINT64_CONSTANT (0x5fcb6fab3ad6faec), G_GUINT64_CONSTANT (0x6c44198c4a475817)
};

static const guint64 initial[8] = { G_GUINT64_CONSTANT (0x22312194fc2bf72c), G_GUINT64_CONSTANT (0x9f555fa3c84c64c2),
                                    G_GUINT64_CONSTANT (0x2393b86b6f53b151), G_GUINT64_CONSTANT (0x963877195940eabd),
                                    G_GUINT64_CONSTANT (0x96283ee2a88effe3), G_GUINT64_CONSTANT (0xbe5e1e2553863992),
                                    G_GUINT64_CONSTANT (0x2b0199fc2c85b8aa), G_GUINT64_CONSTANT (0x0eb72ddc81c52ca2) };

static inline guint64
rotate (guint64 x, guint n)
{
  return x >> n | x << (64 - n);
}

static void
expand (guint64 words[80], const guint8 *block)
{
  for (guint i = 0; i < 16; i++)
    {
      memcpy (&words[i], block + i * 8, 8);
      words[i] = GUINT64_FROM_BE (words[i]);
    }
  for (guint i = 16; i < 80; i++)
    {
      guint64 s0 = rotate (words[i - 15], 1) ^ rotate (words[i - 15], 8) ^ words[i - 15] >> 7;
      guint64 s1 = rotate (words[i - 2], 19) ^ rotate (words[i - 2], 61) ^ words[i - 2] >> 6;

      words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
}

static void
compress (guint64 state[8], const guint8 *block)
{
  guint64 words[80];
  guint64 v[8];

  expand (words, block);
  memcpy (v, state, sizeof v);
  for (guint i = 0; i < 80; i++)
    {
      guint64 s1 = rotate (v[4], 14) ^ rotate (v[4], 18) ^ rotate (v[4], 41);
      guint64 t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + round_constants[i] + words[i];
      guint64 s0 = rotate (v[0], 28) ^ rotate (v[0], 34) ^ rotate (v[0], 39);
      guint64 t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

      memmove (v + 1, v, 7 * sizeof *v);
      v[4] += t1;
      v[0] = t1 + t2;
    }
  for (guint i = 0; i < 8; i++)
    state[i] += v[i];
}

char *
aiohttp_sha512_256 (const void *data, gsize length)
{
  const guint8 *p = data;
  guint64 state[8];
  guint8 last[2 * BLOCK] = { 0 };
  gsize rest = length % BLOCK;
  gsize padded = rest < BLOCK - 16 ? BLOCK : 2 * BLOCK;
  guint64 bits = GUINT64_TO_BE ((guint64) length * 8);
  char *hex = g_malloc (65);

  memcpy (state, initial, sizeof state);
  for (gsize i = 0; i + BLOCK <= length; i += BLOCK)
    compress (state, p + i);
  if (rest > 0)
    memcpy (last, p + length - rest, rest);
  last[rest] = 0x80;
  memcpy (last + padded - 8, &bits, 8);
  for (gsize i = 0; i < padded; i += BLOCK)
    compress (state, last + i);
  for (guint i = 0; i < 4; i++)
    g_snprintf (hex + i * 16, 17, "%016" G_GINT64_MODIFIER "x", state[i]);
  return hex;
}
