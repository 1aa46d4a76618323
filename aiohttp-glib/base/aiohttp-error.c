/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-error.h"

/* clang-format would put spaces around the hyphens, which are part of the names */
/* clang-format off */
G_DEFINE_QUARK (aiohttp-error-quark, aiohttp_error)
G_DEFINE_QUARK (aiohttp-client-error-quark, aiohttp_client_error)
G_DEFINE_QUARK (aiohttp-protocol-error-quark, aiohttp_protocol_error)
G_DEFINE_QUARK (aiohttp-http-error-quark, aiohttp_http_error)
/* clang-format on */
