/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-reader.h"
#include "aiohttp-stream-reader-private.h"

#include "aiohttp-await-private.h"

/* AiohttpStreamReader: its reads, by the three forms of each. What is buffered already costs an awaiting one neither a
 * task nor a turn of the loop. */

static GBytes *
finish_read (AiohttpStreamReader *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, tag, error);
}

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
void
aiohttp_stream_reader_read_async (AiohttpStreamReader *self, gssize count, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));

  aiohttp_stream_reader_start_read (self, count < 0 ? AIOHTTP_READ_ALL : AIOHTTP_READ_SOME,
                                    count < 0 ? 0 : (gsize) count, NULL, aiohttp_stream_reader_read_async,
                                    "[aiohttp] stream reader: read", cancellable, callback, user_data);
}

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
GBytes *
aiohttp_stream_reader_read_finish (AiohttpStreamReader *self, GAsyncResult *result, GError **error)
{
  return finish_read (self, result, aiohttp_stream_reader_read_async, error);
}

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
GBytes *
aiohttp_stream_reader_read (AiohttpStreamReader *self, gssize count, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (aiohttp_stream_reader_read_at_once (self, count < 0 ? AIOHTTP_READ_ALL : AIOHTTP_READ_SOME,
                                          count < 0 ? 0 : (gsize) count, NULL, &bytes, error))
    return bytes;
  result = aiohttp_await (aiohttp_stream_reader_read_async (self, count, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_stream_reader_read_finish (self, result, error);
}

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
void
aiohttp_stream_reader_readany_async (AiohttpStreamReader *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));

  aiohttp_stream_reader_start_read (self, AIOHTTP_READ_SOME, G_MAXSIZE, NULL, aiohttp_stream_reader_readany_async,
                                    "[aiohttp] stream reader: readany", cancellable, callback, user_data);
}

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
GBytes *
aiohttp_stream_reader_readany_finish (AiohttpStreamReader *self, GAsyncResult *result, GError **error)
{
  return finish_read (self, result, aiohttp_stream_reader_readany_async, error);
}

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
GBytes *
aiohttp_stream_reader_readany (AiohttpStreamReader *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (aiohttp_stream_reader_read_at_once (self, AIOHTTP_READ_SOME, G_MAXSIZE, NULL, &bytes, error))
    return bytes;
  result = aiohttp_await (aiohttp_stream_reader_readany_async (self, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_stream_reader_readany_finish (self, result, error);
}

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
void
aiohttp_stream_reader_readexactly_async (AiohttpStreamReader *self, gsize count, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));

  aiohttp_stream_reader_start_read (self, AIOHTTP_READ_EXACTLY, count, NULL, aiohttp_stream_reader_readexactly_async,
                                    "[aiohttp] stream reader: readexactly", cancellable, callback, user_data);
}

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
GBytes *
aiohttp_stream_reader_readexactly_finish (AiohttpStreamReader *self, GAsyncResult *result, GError **error)
{
  return finish_read (self, result, aiohttp_stream_reader_readexactly_async, error);
}

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
GBytes *
aiohttp_stream_reader_readexactly (AiohttpStreamReader *self, gsize count, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (aiohttp_stream_reader_read_at_once (self, AIOHTTP_READ_EXACTLY, count, NULL, &bytes, error))
    return bytes;
  result = aiohttp_await (aiohttp_stream_reader_readexactly_async (self, count, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_stream_reader_readexactly_finish (self, result, error);
}

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
void
aiohttp_stream_reader_readline_async (AiohttpStreamReader *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));

  aiohttp_stream_reader_start_read (self, AIOHTTP_READ_UNTIL, 0, "\n", aiohttp_stream_reader_readline_async,
                                    "[aiohttp] stream reader: readline", cancellable, callback, user_data);
}

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
GBytes *
aiohttp_stream_reader_readline_finish (AiohttpStreamReader *self, GAsyncResult *result, GError **error)
{
  return finish_read (self, result, aiohttp_stream_reader_readline_async, error);
}

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
GBytes *
aiohttp_stream_reader_readline (AiohttpStreamReader *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (aiohttp_stream_reader_read_at_once (self, AIOHTTP_READ_UNTIL, 0, "\n", &bytes, error))
    return bytes;
  result = aiohttp_await (aiohttp_stream_reader_readline_async (self, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_stream_reader_readline_finish (self, result, error);
}

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
void
aiohttp_stream_reader_readuntil_async (AiohttpStreamReader *self, const char *separator, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));
  g_return_if_fail (separator != NULL && *separator != '\0');

  aiohttp_stream_reader_start_read (self, AIOHTTP_READ_UNTIL, 0, separator, aiohttp_stream_reader_readuntil_async,
                                    "[aiohttp] stream reader: readuntil", cancellable, callback, user_data);
}

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
GBytes *
aiohttp_stream_reader_readuntil_finish (AiohttpStreamReader *self, GAsyncResult *result, GError **error)
{
  return finish_read (self, result, aiohttp_stream_reader_readuntil_async, error);
}

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
GBytes *
aiohttp_stream_reader_readuntil (AiohttpStreamReader *self, const char *separator, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);
  g_return_val_if_fail (separator != NULL && *separator != '\0', NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (aiohttp_stream_reader_read_at_once (self, AIOHTTP_READ_UNTIL, 0, separator, &bytes, error))
    return bytes;
  result = aiohttp_await (aiohttp_stream_reader_readuntil_async (self, separator, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_stream_reader_readuntil_finish (self, result, error);
}
