/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-rate-rules-private.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
test_take (void)
{
  AiohttpRateBucket bucket = { 0 };
  const gint64 start = 1000 * SECOND;
  const struct
  {
    gint64 at;
    gint64 wait;
  } rows[] = {
    /* a burst of three, then two a second */
    { 0, 0 },
    { 0, 0 },
    { 0, 0 },
    { 0, SECOND / 2 },
    { 0, SECOND },
    { SECOND / 2, SECOND },
    /* after a pause the burst is there again, and no more than that */
    { 60 * SECOND, 0 },
    { 60 * SECOND, 0 },
    { 60 * SECOND, 0 },
    { 60 * SECOND, SECOND / 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_rate_take (&bucket, start + rows[i].at, 2, 3), ==, rows[i].wait);
  aiohttp_rate_give_back (&bucket, 2);
  g_assert_cmpint (aiohttp_rate_take (&bucket, start + 60 * SECOND, 2, 3), ==, SECOND / 2);
}

static void
test_extremes (void)
{
  AiohttpRateBucket slow = { 0 };
  AiohttpRateBucket fast = { 0 };

  g_assert_cmpint (aiohttp_rate_take (&slow, SECOND, 0.001, 1), ==, 0);
  g_assert_cmpint (aiohttp_rate_take (&slow, SECOND, 0.001, 1), ==, 1000 * SECOND);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpint (aiohttp_rate_take (&fast, SECOND, 1000000, 1000), ==, 0);
  g_assert_cmpint (aiohttp_rate_take (&fast, SECOND, 1000000, 1000), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-rules/take", test_take);
  g_test_add_func ("/rate-rules/extremes", test_extremes);
  return g_test_run ();
}
