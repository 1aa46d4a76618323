/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-traceparent-private.h"

#include <string.h>

#define GOOD "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

static void
test_valid (void)
{
  const struct
  {
    const char *value;
    gboolean valid;
  } rows[] = {
    { GOOD, TRUE },
    { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", TRUE },
    { "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", TRUE }, /* of a later version */
    { "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more", FALSE },
    { GOOD "-more", FALSE },
    { "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", FALSE },
    { "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", FALSE },
    { "00-00000000000000000000000000000000-b7ad6b7169203331-01", FALSE },
    { "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", FALSE },
    { "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01", FALSE },
    { "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", FALSE },
    { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_traceparent_is_valid (rows[i].value), ==, rows[i].valid);
}

static void
test_new (void)
{
  g_autofree char *root = aiohttp_traceparent_new (NULL);
  g_autofree char *other = aiohttp_traceparent_new ("nonsense");
  g_autofree char *child = aiohttp_traceparent_new (GOOD);

  g_assert_true (aiohttp_traceparent_is_valid (root));
  g_assert_true (aiohttp_traceparent_is_valid (other));
  g_assert_true (aiohttp_traceparent_is_valid (child));
  g_assert_cmpstr (root, !=, other);
  g_assert_true (strncmp (child, GOOD, 36) == 0);
  g_assert_true (strncmp (child, GOOD, 52) != 0);
  g_assert_true (g_str_has_suffix (child, "-01"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/traceparent/valid", test_valid);
  g_test_add_func ("/traceparent/new", test_new);
  return g_test_run ();
}
