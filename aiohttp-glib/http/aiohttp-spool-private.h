/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AIOHTTP_TYPE_SPOOL (aiohttp_spool_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSpool, aiohttp_spool, AIOHTTP, SPOOL, GObject)

/* Bytes that are in memory up to `memory_limit`, and beyond it in a temporary file without a name, which goes when the last
 * reference does. The file is written and read in threads; one write runs at a time, and none once it is read. */
AiohttpSpool *aiohttp_spool_new (guint64 memory_limit);

void aiohttp_spool_write_async (AiohttpSpool *self, GBytes *bytes, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean aiohttp_spool_write_finish (AiohttpSpool *self, GAsyncResult *result, GError **error);

guint64 aiohttp_spool_get_size (AiohttpSpool *self);
gboolean aiohttp_spool_is_in_file (AiohttpSpool *self);

/* From the first byte; any number of them beside each other. */
GInputStream *aiohttp_spool_open (AiohttpSpool *self);

G_END_DECLS
