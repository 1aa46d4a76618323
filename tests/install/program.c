/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a user's own program does first: a server and a client of the library as it is found. */

#include <aiohttp-glib/aiohttp.h>

int
main (void)
{
  g_print ("aiohttp-glib %s\n", aiohttp_get_version ());
  return AIOHTTP_CHECK_VERSION (0, 1, 0) ? 0 : 1;
}
