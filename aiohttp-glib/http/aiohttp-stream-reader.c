/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-reader.h"

struct _AiohttpStreamReader
{
  GInputStream parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpStreamReader, aiohttp_stream_reader, G_TYPE_INPUT_STREAM)

static void
aiohttp_stream_reader_class_init (AiohttpStreamReaderClass *klass)
{
}

static void
aiohttp_stream_reader_init (AiohttpStreamReader *self)
{
}

/**
 * aiohttp_stream_reader_new:
 * @base_stream: the stream to read from
 *
 * Makes a reader on any input stream, whose buffering and reading by lines it adds. It closes @base_stream when it is
 * closed.
 *
 * Returns: (transfer full): a new reader
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_get_base_stream:
 * @self: a stream reader
 *
 * Gets the stream that the reader reads from; what the reader has buffered is gone from it.
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_get_line_limit:
 * @self: a stream reader
 *
 * Gets the greatest number of bytes that reading a line may return.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_set_line_limit:
 * @self: a stream reader
 * @line_limit: bytes, at least 1
 *
 * Sets the greatest number of bytes that reading a line may return.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_get_total_bytes:
 * @self: a stream reader
 *
 * Gets the number of bytes that came through the reader so far, those still in its buffer included.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_is_at_eof:
 * @self: a stream reader
 *
 * Tells whether the stream has ended and everything was read.
 *
 * Returns: whether nothing is left; %FALSE too while that is not known yet
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_read_async:
 * @self: a stream reader
 * @count: the most bytes to read; -1 for all up to the end
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the bytes are there
 * @user_data: (closure): data for @callback
 *
 * Reads at most @count bytes, and at least one unless the stream has ended: what is there, or what comes next. With -1 it
 * reads to the end of the stream.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_read_finish:
 * @self: a stream reader
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.StreamReader.read_async].
 *
 * Returns: (transfer full): the bytes; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_read: (skip)
 * @self: a stream reader
 * @count: the most bytes to read; -1 for all up to the end
 * @error: return location for an error
 *
 * Reads at most @count bytes and suspends the calling coroutine until they are there: the awaiting form of
 * [method@Aiohttp.StreamReader.read_async].
 *
 * Returns: (transfer full): the bytes; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readany_async:
 * @self: a stream reader
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the bytes are there
 * @user_data: (closure): data for @callback
 *
 * Reads what is there, or what comes next.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readany_finish:
 * @self: a stream reader
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.StreamReader.readany_async].
 *
 * Returns: (transfer full): the bytes; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readany: (skip)
 * @self: a stream reader
 * @error: return location for an error
 *
 * Reads what is there and suspends the calling coroutine until they are there: the awaiting form of
 * [method@Aiohttp.StreamReader.readany_async].
 *
 * Returns: (transfer full): the bytes; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readexactly_async:
 * @self: a stream reader
 * @count: the number of bytes to read
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the bytes are there
 * @user_data: (closure): data for @callback
 *
 * Reads exactly @count bytes. When the stream ends before, it fails with %G_IO_ERROR_PARTIAL_INPUT, and what was there
 * can still be read.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readexactly_finish:
 * @self: a stream reader
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.StreamReader.readexactly_async].
 *
 * Returns: (transfer full): @count bytes; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readexactly: (skip)
 * @self: a stream reader
 * @count: the number of bytes to read
 * @error: return location for an error
 *
 * Reads exactly @count bytes and suspends the calling coroutine until they are there: the awaiting form of
 * [method@Aiohttp.StreamReader.readexactly_async].
 *
 * Returns: (transfer full): @count bytes; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readline_async:
 * @self: a stream reader
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the bytes are there
 * @user_data: (closure): data for @callback
 *
 * Reads up to and with the next newline. The last line may lack it. A line over
 * [property@Aiohttp.StreamReader:line-limit] fails with %AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readline_finish:
 * @self: a stream reader
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.StreamReader.readline_async].
 *
 * Returns: (transfer full): the line, with its newline; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readline: (skip)
 * @self: a stream reader
 * @error: return location for an error
 *
 * Reads a line and suspends the calling coroutine until they are there: the awaiting form of
 * [method@Aiohttp.StreamReader.readline_async].
 *
 * Returns: (transfer full): the line, with its newline; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readuntil_async:
 * @self: a stream reader
 * @separator: the bytes to read up to, at least one
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the bytes are there
 * @user_data: (closure): data for @callback
 *
 * Reads up to and with @separator, or to the end of the stream when there is none. More than
 * [property@Aiohttp.StreamReader:line-limit] without one fails with %AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG.
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readuntil_finish:
 * @self: a stream reader
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.StreamReader.readuntil_async].
 *
 * Returns: (transfer full): the bytes, with @separator; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_stream_reader_readuntil: (skip)
 * @self: a stream reader
 * @separator: the bytes to read up to, at least one
 * @error: return location for an error
 *
 * Reads up to and with @separator and suspends the calling coroutine until they are there: the awaiting form of
 * [method@Aiohttp.StreamReader.readuntil_async].
 *
 * Returns: (transfer full): the bytes, with @separator; empty at the end of the stream; %NULL on error
 *
 * Since: 0.1
 */
