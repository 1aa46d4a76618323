/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-512/256 (FIPS 180-4, 6.7), which Digest authentication asks for and neither GLib nor GnuTLS has: in hexadecimal. */
char *aiohttp_sha512_256 (const void *data, gsize length);

G_END_DECLS
