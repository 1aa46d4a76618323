/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AIOHTTP_EXTERN __attribute__ ((visibility ("default"))) extern

/* One per release that adds symbols, as GLib does; a program that asks for an older API gets a warning. */
#define AIOHTTP_AVAILABLE_IN_ALL AIOHTTP_EXTERN

G_END_DECLS
