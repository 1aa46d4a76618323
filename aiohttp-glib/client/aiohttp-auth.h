/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_encode_basic_auth (const char *login, const char *password, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_encode_bearer_auth (const char *token, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
