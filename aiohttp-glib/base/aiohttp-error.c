/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-error.h"
#include "aiohttp-error-private.h"

/**
 * aiohttp_error_quark:
 *
 * The quark behind %AIOHTTP_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.Error]
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_error_quark:
 *
 * The quark behind %AIOHTTP_CLIENT_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.ClientError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_protocol_error_quark:
 *
 * The quark behind %AIOHTTP_PROTOCOL_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.ProtocolError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_web_socket_error_quark:
 *
 * The quark behind %AIOHTTP_WEBSOCKET_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.WebSocketError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_http_error_quark:
 *
 * The quark behind %AIOHTTP_HTTP_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.HttpError]
 *
 * Since: 0.1
 */

/* clang-format would put spaces around the hyphens, which are part of the names */
/* clang-format off */
G_DEFINE_QUARK (aiohttp-error-quark, aiohttp_error)
G_DEFINE_QUARK (aiohttp-protocol-error-quark, aiohttp_protocol_error)
G_DEFINE_QUARK (aiohttp-web-socket-error-quark, aiohttp_web_socket_error)
G_DEFINE_QUARK (aiohttp-http-error-quark, aiohttp_http_error)
/* clang-format on */

typedef struct
{
  GObject *detail;
} ClientErrorPrivate;

/* As GLib lays it out in front of an error whose domain is registered. */
static ClientErrorPrivate *
get_private (const GError *error)
{
  const gsize alignment = 2 * sizeof (gsize);
  const gsize size = (sizeof (ClientErrorPrivate) + alignment - 1) & -alignment;

  return (ClientErrorPrivate *) (gpointer) ((guint8 *) error - size);
}

static void
init_private (GError *error)
{
  get_private (error)->detail = NULL;
}

static void
copy_private (const GError *from, GError *to)
{
  GObject *detail = get_private (from)->detail;

  get_private (to)->detail = detail != NULL ? g_object_ref (detail) : NULL;
}

static void
clear_private (GError *error)
{
  g_clear_object (&get_private (error)->detail);
}

GQuark
aiohttp_client_error_quark (void)
{
  static gsize quark;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark,
                       g_error_domain_register_static ("aiohttp-client-error-quark", sizeof (ClientErrorPrivate),
                                                       init_private, copy_private, clear_private));
  return (GQuark) quark;
}

/* A binding may make an error by the name of its domain, before anyone has asked for the quark; and threads then only read
 * what G_DEFINE_QUARK keeps without a lock. */
static void __attribute__ ((constructor)) register_domains (void)
{
  aiohttp_error_quark ();
  aiohttp_client_error_quark ();
  aiohttp_protocol_error_quark ();
  aiohttp_web_socket_error_quark ();
  aiohttp_http_error_quark ();
}

GObject *
aiohttp_client_error_peek_detail (const GError *error)
{
  return error->domain == AIOHTTP_CLIENT_ERROR ? get_private (error)->detail : NULL;
}

void
aiohttp_client_error_set_detail (GError *error, GObject *detail)
{
  if (error->domain == AIOHTTP_CLIENT_ERROR && get_private (error)->detail == NULL)
    get_private (error)->detail = g_object_ref (detail);
}
