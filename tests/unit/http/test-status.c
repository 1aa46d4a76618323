/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-status-private.h"

#include "aiohttp-enum-types.h"

static void
test_reason (void)
{
  g_assert_cmpstr (aiohttp_status_get_reason (200), ==, "OK");
  g_assert_cmpstr (aiohttp_status_get_reason (404), ==, "Not Found");
  g_assert_cmpstr (aiohttp_status_get_reason (511), ==, "Network Authentication Required");
  g_assert_cmpstr (aiohttp_status_get_reason (299), ==, "");
  g_assert_cmpstr (aiohttp_status_get_reason (0), ==, "");
  g_assert_cmpstr (aiohttp_status_get_reason (G_MAXUINT), ==, "");
}

/* Each status that a handler may raise has a phrase. */
static void
test_reason_of_errors (void)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (AIOHTTP_TYPE_HTTP_ERROR);

  for (guint i = 0; i < klass->n_values; i++)
    g_assert_cmpstr (aiohttp_status_get_reason ((guint) klass->values[i].value), !=, "");
}

static void
test_bodyless (void)
{
  for (guint status = 100; status < 600; status++)
    g_assert_cmpint (aiohttp_status_is_bodyless (status), ==, status < 200 || status == 204 || status == 304);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/status/reason", test_reason);
  g_test_add_func ("/status/reason/errors", test_reason_of_errors);
  g_test_add_func ("/status/bodyless", test_bodyless);

  return g_test_run ();
}
