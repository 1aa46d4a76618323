/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-reader.h"

#include "aiohttp-await-private.h"

/**
 * aiohttp_stream_reader_read_future:
 * @self: a reader
 * @count: how many bytes at most, or -1 for all to the end
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.StreamReader.read_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.StreamReader.read_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_stream_reader_read, (AiohttpStreamReader * self, gssize count), (self, count))

/**
 * aiohttp_stream_reader_readany_future:
 * @self: a reader
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.StreamReader.readany_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.StreamReader.readany_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_stream_reader_readany, (AiohttpStreamReader * self), (self))

/**
 * aiohttp_stream_reader_readexactly_future:
 * @self: a reader
 * @count: how many bytes
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.StreamReader.readexactly_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.StreamReader.readexactly_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_stream_reader_readexactly, (AiohttpStreamReader * self, gsize count), (self, count))

/**
 * aiohttp_stream_reader_readline_future:
 * @self: a reader
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.StreamReader.readline_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.StreamReader.readline_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_stream_reader_readline, (AiohttpStreamReader * self), (self))

/**
 * aiohttp_stream_reader_readuntil_future:
 * @self: a reader
 * @separator: what ends the piece
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.StreamReader.readuntil_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.StreamReader.readuntil_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_stream_reader_readuntil, (AiohttpStreamReader * self, const char *separator),
                       (self, separator))
