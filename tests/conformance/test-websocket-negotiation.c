/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-web-socket-handshake-private.h"
#include "conformance.h"

static void
assert_terms (ConformanceCase *test, const AiohttpWebSocketTerms *terms)
{
  g_assert_true (terms->deflate);
  g_assert_cmpuint (terms->own_window_bits, ==, (guint) conformance_get_int (test, "own", 0));
  g_assert_cmpuint (terms->peer_window_bits, ==, (guint) conformance_get_int (test, "peer", 0));
  g_assert_cmpint (terms->own_context, ==, conformance_get (test, "own-context") == NULL);
  g_assert_cmpint (terms->peer_context, ==, conformance_get (test, "peer-context") == NULL);
}

static void
run_offer (ConformanceCase *test)
{
  AiohttpWebSocketTerms terms = { .as_server = TRUE };
  const char *answer = conformance_get (test, "answer");
  g_autofree char *got = aiohttp_web_socket_accept_deflate (conformance_get (test, "offer"), &terms);

  if (g_str_equal (answer, "(none)"))
    {
      g_assert_null (got);
      g_assert_false (terms.deflate);
      return;
    }
  g_assert_cmpstr (got, ==, answer);
  assert_terms (test, &terms);
}

static void
run_answer (ConformanceCase *test)
{
  AiohttpWebSocketTerms terms = { .as_server = FALSE };
  g_autoptr (GError) error = NULL;
  guint asked = (guint) conformance_get_int (test, "asked", 15);
  gboolean works = aiohttp_web_socket_take_deflate (conformance_get (test, "answered"), asked, FALSE, &terms, &error);

  if (conformance_get (test, "fails") != NULL)
    {
      g_assert_false (works);
      g_assert_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE);
      return;
    }
  g_assert_no_error (error);
  assert_terms (test, &terms);
}

static void
run_case (ConformanceCase *test)
{
  if (conformance_get (test, "offer") != NULL)
    run_offer (test);
  else
    run_answer (test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("websocket/negotiation.txt", "/websocket/negotiation", run_case);

  return g_test_run ();
}
