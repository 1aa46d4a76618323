/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-protocol.h"

/**
 * AiohttpProtocol:
 *
 * What is done with a stream of bytes, by callbacks: a class to derive from, in every language.
 *
 * [method@Aiohttp.EventLoop.create_connection_async] connects, gives the protocol a
 * [class@Aiohttp.StreamTransport] by `connection_made`, what comes by `data_received`, and at the end
 * `connection_lost`. [ctor@Aiohttp.FunctionFactory.new] does the same for each connection that a server accepts.
 *
 * asyncio: `Protocol`.
 *
 * Since: 0.1
 */

G_DEFINE_ABSTRACT_TYPE (AiohttpProtocol, aiohttp_protocol, G_TYPE_OBJECT)

/**
 * AiohttpProtocolClass::connection_lost:
 * @self: a protocol
 * @error: (nullable): what broke the connection, or %NULL if either side has closed it
 *
 * The connection is closed. Called once, after all others.
 */
static void
aiohttp_protocol_real_connection_made (AiohttpProtocol *self, AiohttpStreamTransport *transport)
{
}

static void
aiohttp_protocol_real_data_received (AiohttpProtocol *self, GBytes *data)
{
}

static gboolean
aiohttp_protocol_real_eof_received (AiohttpProtocol *self)
{
  return FALSE;
}

static void
aiohttp_protocol_real_connection_lost (AiohttpProtocol *self, const GError *error)
{
}

static void
aiohttp_protocol_real_writing (AiohttpProtocol *self)
{
}

static void
aiohttp_protocol_class_init (AiohttpProtocolClass *klass)
{
  klass->connection_made = aiohttp_protocol_real_connection_made;
  klass->data_received = aiohttp_protocol_real_data_received;
  klass->eof_received = aiohttp_protocol_real_eof_received;
  klass->connection_lost = aiohttp_protocol_real_connection_lost;
  klass->pause_writing = aiohttp_protocol_real_writing;
  klass->resume_writing = aiohttp_protocol_real_writing;
}

static void
aiohttp_protocol_init (AiohttpProtocol *self)
{
}
