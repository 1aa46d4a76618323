/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-error.h"

G_BEGIN_DECLS

/* What an error of AIOHTTP_CLIENT_ERROR carries beside its message: copied with it. NULL for errors of other domains. */
GObject *aiohttp_client_error_peek_detail (const GError *error);
/* Unless it has one, or is of another domain. */
void aiohttp_client_error_set_detail (GError *error, GObject *detail);

G_END_DECLS
