/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
GTlsCertificate *aiohttp_test_certificate_new (const char *host, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
