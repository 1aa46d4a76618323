/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"
#include "aiohttp-tls-context.h"
#include "aiohttp-tls-info.h"

G_BEGIN_DECLS

/* TLS over a channel, which it takes; to its owner a channel like any other. While the handshake lasts there is nothing
 * to read and nothing can be written: WRITABLE, when it is wanted, tells that it is over. A failure is an ERROR.
 *
 * Nothing is done before the constructor returns; what goes wrong with the context is an ERROR in the next turn. */
AiohttpChannel *aiohttp_channel_new_tls_server (AiohttpReactor *reactor, int fd, AiohttpTlsContext *context,
                                                AiohttpChannelFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* @server_name: for the certificate, and for SNI unless it is an address. @session_key: names the server whose session
 * may be resumed, "host:port" say; NULL for none. */
AiohttpChannel *aiohttp_channel_new_tls_client (AiohttpReactor *reactor, int fd, AiohttpTlsContext *context,
                                                const char *server_name, const char *session_key,
                                                AiohttpChannelFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* The same over a channel that was used before, behind CONNECT, or that is TLS itself. */
AiohttpChannel *aiohttp_channel_wrap_tls_server (AiohttpChannel *inner, AiohttpTlsContext *context,
                                                 AiohttpChannelFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
AiohttpChannel *aiohttp_channel_wrap_tls_client (AiohttpChannel *inner, AiohttpTlsContext *context,
                                                 const char *server_name, const char *session_key,
                                                 AiohttpChannelFunc func, gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* Of a server, before its first event: what is answered, unencrypted, to a client that sends what looks like a plain
 * HTTP request. Static. */
void aiohttp_channel_set_plain_answer (AiohttpChannel *self, const char *answer);

/* What was written is less than what was announced: the end that the peer is to see is a cut, without close_notify (RFC
 * 9112, 9.8). Without TLS there is no difference. */
void aiohttp_channel_set_cut (AiohttpChannel *self);

gboolean aiohttp_channel_is_tls (AiohttpChannel *self);

/* Whether the handshake is over; TRUE of a channel without TLS. */
gboolean aiohttp_channel_is_open (AiohttpChannel *self);

/* Why it failed, in G_TLS_ERROR or G_IO_ERROR; NULL if it did not, or for a reason of the socket's. */
const GError *aiohttp_channel_get_tls_error (AiohttpChannel *self);

/* What was agreed on; NULL without TLS or before the end of the handshake. The same object each time. */
AiohttpTlsInfo *aiohttp_channel_get_tls_info (AiohttpChannel *self);

/* Somebody has polled the socket and found it readable. */
void aiohttp_channel_note_readable (AiohttpChannel *self);

G_END_DECLS
