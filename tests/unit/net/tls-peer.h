/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "net-test.h"

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-tls-channel-private.h"

/* One end of a TLS connection. What is above the seam knows nothing of TLS. */
typedef struct
{
  AiohttpChannel *channel;
  AiohttpByteBuffer in;
  AiohttpByteBuffer out;
  gsize read_size;
  gboolean echo;
  gboolean eof;
  gboolean failed;
  AiohttpChannelEvents seen;
} Peer;

/* For "localhost", and what trusts it; of the whole program. */
extern AiohttpTlsContext *server_context;
extern AiohttpTlsContext *client_context;

void peer_init (void);
void peer_uninit (void);

AiohttpTlsContext *peer_new_server (const char *host);
AiohttpTlsContext *peer_new_client (void);

void peer_on_event (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data);
void peer_clear (Peer *peer);

/* A server that sends back what it gets, and its client, which wants nothing yet. */
void peer_start_with (Peer *server, Peer *client, AiohttpReactor *reactor, int fds[2], AiohttpTlsContext *for_server,
                      AiohttpTlsContext *for_client, const char *host, const char *key);
void peer_start (Peer *server, Peer *client, AiohttpReactor *reactor, int fds[2]);

void peer_fill (Peer *peer, gsize size);
void peer_assert_echoed (Peer *peer, gsize size);
