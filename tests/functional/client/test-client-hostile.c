/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a hostile server does, a row for each misbehaviour: see hostile.h. */

#include "hostile.h"

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  hostile_add_heads ();
  hostile_add_bodies ();
  hostile_add_connections ();
  hostile_add_redirects ();
  hostile_add_uploads ();
  hostile_add_cookies ();
  hostile_add_codings ();
  hostile_add_injection ();
  hostile_add_proxies ();
  hostile_add_credentials ();
  return g_test_run ();
}
