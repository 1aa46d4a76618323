/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

/* A stream of `size` letters that can seek, takes its time with each read, and does not heed its cancel. */
GInputStream *slow_stream_new (gsize size);
/* From now on reads end at the release, whatever comes before. */
void slow_stream_hold (GInputStream *stream);
void slow_stream_release (GInputStream *stream);
