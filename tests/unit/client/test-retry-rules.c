/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"

#include "aiohttp-retry-rules-private.h"

static void
test_idempotent (void)
{
  const struct
  {
    const char *method;
    const char *key;
    gboolean expected;
  } rows[] = {
    { "GET", NULL, TRUE },   { "HEAD", NULL, TRUE },   { "OPTIONS", NULL, TRUE }, { "TRACE", NULL, TRUE },
    { "PUT", NULL, TRUE },   { "DELETE", NULL, TRUE }, { "POST", NULL, FALSE },   { "PATCH", NULL, FALSE },
    { "POST", "k-1", TRUE }, { "QUERY", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_retry_is_idempotent (rows[i].method, rows[i].key), ==, rows[i].expected);
}

static void
test_delay (void)
{
  const struct
  {
    guint attempt;
    double base;
    double max;
    double jitter;
    double random;
    double expected;
  } rows[] = {
    { 1, 0.5, 30, 0, 0, 0.5 },      { 2, 0.5, 30, 0, 0, 1 }, { 3, 0.5, 30, 0, 0, 2 }, { 7, 0.5, 30, 0, 0, 30 },
    { 4000000, 0.5, 30, 0, 0, 30 }, { 1, 60, 30, 0, 0, 30 }, { 2, 1, 30, 0.5, 0, 2 }, { 2, 1, 30, 0.5, 1, 1 },
    { 2, 1, 30, 1, 0.25, 1.5 },     { 1, 0, 30, 1, 0.5, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpfloat_with_epsilon (
        aiohttp_retry_get_delay (rows[i].attempt, rows[i].base, rows[i].max, rows[i].jitter, rows[i].random),
        rows[i].expected, 1e-9);
}

static void
test_after (void)
{
  const gint64 now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
  const struct
  {
    const char *value;
    gint64 expected;
  } rows[] = {
    { "0", 0 },
    { "120", 120 },
    { "99999999999999999999", G_MAXINT32 },
    { "Sun, 06 Nov 1994 08:49:47 GMT", 10 },
    { "Sunday, 06-Nov-94 08:50:37 GMT", 60 },
    { "Sun Nov  6 08:49:38 1994", 1 },
    { "Sun, 06 Nov 1994 08:49:27 GMT", 0 },
    { "", -1 },
    { "-1", -1 },
    { "1.5", -1 },
    { "soon", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (aiohttp_retry_parse_after (rows[i].value, now), ==, rows[i].expected);
}

static void
test_errors (void)
{
  const struct
  {
    AiohttpClientError code;
    gboolean transient;
    gboolean unsent;
  } rows[] = {
    { AIOHTTP_CLIENT_ERROR_FAILED, FALSE, FALSE },        { AIOHTTP_CLIENT_ERROR_INVALID_URL, FALSE, FALSE },
    { AIOHTTP_CLIENT_ERROR_CONNECT, TRUE, TRUE },         { AIOHTTP_CLIENT_ERROR_DNS, TRUE, TRUE },
    { AIOHTTP_CLIENT_ERROR_TLS, FALSE, FALSE },           { AIOHTTP_CLIENT_ERROR_TIMEOUT, FALSE, FALSE },
    { AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, TRUE, FALSE }, { AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT, TRUE, TRUE },
    { AIOHTTP_CLIENT_ERROR_DISCONNECTED, TRUE, FALSE },   { AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, FALSE, FALSE },
    { AIOHTTP_CLIENT_ERROR_BAD_RESPONSE, FALSE, FALSE },  { AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (AIOHTTP_CLIENT_ERROR, (int) rows[i].code, "x");

      g_assert_cmpint (aiohttp_retry_is_transient (error), ==, rows[i].transient);
      g_assert_cmpint (aiohttp_retry_is_unsent (error), ==, rows[i].unsent);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry-rules/idempotent", test_idempotent);
  g_test_add_func ("/retry-rules/delay", test_delay);
  g_test_add_func ("/retry-rules/after", test_after);
  g_test_add_func ("/retry-rules/errors", test_errors);
  return g_test_run ();
}
