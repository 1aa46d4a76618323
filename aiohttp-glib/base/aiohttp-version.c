/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-version.h"

/**
 * aiohttp_get_version:
 *
 * Tells the version of the library that the program runs with, which may be newer than the headers that it was
 * built with.
 *
 * Returns: (transfer none): the version, such as `0.1.0`
 *
 * Since: 0.1
 */
const char *
aiohttp_get_version (void)
{
  return AIOHTTP_PACKAGE_VERSION;
}
