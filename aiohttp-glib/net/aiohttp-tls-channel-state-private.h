/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gnutls/gnutls.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-channel-class-private.h"
#include "aiohttp-tls-channel-private.h"
#include "aiohttp-tls-context-private.h"

G_BEGIN_DECLS

/* What the files of the TLS channel share: aiohttp-tls-channel.c is the channel, aiohttp-tls-transport.c what lies below
 * GnuTLS, aiohttp-tls-handshake.c how a session comes to be, aiohttp-tls-failure.c how it fails. */

typedef enum
{
  AIOHTTP_TLS_HANDSHAKE,
  AIOHTTP_TLS_OPEN,
  AIOHTTP_TLS_FAILED,
} AiohttpTlsState;

/* Read without a handshake coming to an end, or a byte of plaintext out of it: GnuTLS itself holds as much of a message as
 * its header promises, 16 MiB. */
#define AIOHTTP_TLS_MAX_UNPRODUCTIVE (128 * 1024)
/* Alerts in a row that say nothing (RFC 8446, 6: TLS 1.3 has none but close_notify and user_canceled). */
#define AIOHTTP_TLS_MAX_WARNINGS 5

typedef struct _AiohttpTlsChannel AiohttpTlsChannel;

struct _AiohttpTlsChannel
{
  AiohttpChannel parent;
  AiohttpChannel *inner;
  gnutls_session_t session; /* NULL: it could not be made */
  AiohttpTlsContext *context;
  AiohttpTlsSettings *settings;
  AiohttpTlsSettings *late_settings; /* of the context that the server name led to */
  AiohttpTlsInfo *info;
  GError *failure;
  char *server_name; /* of a client */
  char *session_key;
  const char *plain_answer;
  AiohttpByteBuffer out;
  AiohttpByteBuffer kept;
  const guint8 *window; /* in the reactor's buffer, behind what is kept */
  gsize window_length;
  AiohttpTimer timer;
  guint unproductive;
  guint8 state; /* AiohttpTlsState */
  guint8 n_warnings;
  guint is_server : 1;
  guint reading : 1;     /* the reactor's buffer is ours */
  guint shaking : 1;     /* in gnutls_handshake(), which may call anybody */
  guint timed_out : 1;   /* meanwhile */
  guint verified : 1;    /* in this handshake */
  guint shut : 1;        /* close_notify was sent, or is not to be */
  guint cut : 1;         /* it is not to be sent */
  guint shutting : 1;    /* the socket's end of file goes out behind `out` */
  guint eof : 1;         /* close_notify has come */
  guint sniffed : 1;     /* the first bytes of a client were looked at */
  guint refused : 1;     /* it is not TLS: says so, and lets the client read it */
  guint has_session : 1; /* a ticket came that is not stored yet */
  guint ended : 1;       /* behind what was read there was `end` */
  int end;
  int broken; /* the errno of the socket below */
};

/* Bytes that were read and not given to GnuTLS. */
static inline gsize
aiohttp_tls_channel_get_unread (AiohttpTlsChannel *self)
{
  return aiohttp_byte_buffer_length (&self->kept) + self->window_length;
}

/* What is wanted of the channel below. */
void aiohttp_tls_channel_update_want (AiohttpTlsChannel *self);

/* Makes it the transport of its session. */
void aiohttp_tls_channel_set_transport (AiohttpTlsChannel *self);
/* Reads more: what recv() would answer. */
gssize aiohttp_tls_channel_refill (AiohttpTlsChannel *self);
/* FALSE: the socket is broken. */
gboolean aiohttp_tls_channel_flush (AiohttpTlsChannel *self);

/* A GnuTLS error code, 0 for none. */
int aiohttp_tls_channel_start_session (AiohttpTlsChannel *self);
/* The server's first bytes are a handshake's, or it says what is wrong. FALSE: not yet, or never. */
gboolean aiohttp_tls_channel_check_first_bytes (AiohttpTlsChannel *self);
/* GnuTLS's code; has failed where that is fatal. */
int aiohttp_tls_channel_shake_hands (AiohttpTlsChannel *self);
/* Keeps a client's session to be resumed. */
void aiohttp_tls_channel_store_session (AiohttpTlsChannel *self);

/* For a GnuTLS error code: tells the peer, and the owner. */
void aiohttp_tls_channel_fail (AiohttpTlsChannel *self, int code);
/* The socket is broken. */
void aiohttp_tls_channel_fail_by_errno (AiohttpTlsChannel *self, int error);

G_END_DECLS
