/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The media type of a file by its name, a constant; "application/octet-stream" where the name tells none. */
const char *aiohttp_media_type_guess (const char *filename);

G_END_DECLS
