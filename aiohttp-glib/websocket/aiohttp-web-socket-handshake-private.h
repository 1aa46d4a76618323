/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-private.h"

G_BEGIN_DECLS

/* What both sides of the opening handshake (RFC 6455, 4) share. */

/* Whether the field value (nullable) is a list of tokens that has `token`, without regard to case. */
gboolean aiohttp_web_socket_list_has (const char *value, const char *token);

/* Sixteen octets in base64. */
gboolean aiohttp_web_socket_key_is_valid (const char *key);
/* A new one; NULL where the system has no random numbers. */
char *aiohttp_web_socket_new_key (void);
/* The answer to a key; (transfer full). */
char *aiohttp_web_socket_get_accept (const char *key);

/* The server's part of permessage-deflate (RFC 7692, 7.1): takes the first offer that it can use into `terms` and gives
 * the answer; NULL if there is none, or it is the server's wish. */
char *aiohttp_web_socket_accept_deflate (const char *offers, AiohttpWebSocketTerms *terms);

/* The client's part: what it offers, with a window of 9 to 15 bits for what it sends. */
char *aiohttp_web_socket_offer_deflate (guint window_bits, gboolean no_context);
/* The server's answer, into `terms`; NULL where it named no extension. FALSE for what was not offered. */
gboolean aiohttp_web_socket_take_deflate (const char *answer, guint window_bits, gboolean no_context,
                                          AiohttpWebSocketTerms *terms, GError **error);

G_END_DECLS
