/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TAP_STREAM (aiohttp_tap_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpTapStream, aiohttp_tap_stream, AIOHTTP, TAP_STREAM, GInputStream)

/* All that was read, when the base has come to its end; never where it was longer than the limit, failed, or was let go. */
typedef void (*AiohttpTapFunc) (GBytes *bytes, gpointer data);

/* Reads of the base, with a copy of what they bring kept. */
GInputStream *aiohttp_tap_stream_new (GInputStream *base, gsize limit, AiohttpTapFunc func, gpointer data,
                                      GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
