/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gnutls/gnutls.h>

#include "raw-client.h"

/* A client that is GnuTLS on a socket and nothing of ours. Every call blocks, as a RawClient's do. */
typedef struct
{
  RawClient *raw;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
} TlsClient;

typedef struct
{
  const char *server_name;
  const char *priorities;  /* NULL: GnuTLS's */
  const char *certificate; /* a file with its key; NULL: none */
  gnutls_datum_t session;  /* to be resumed */
  const char *before;      /* sent before the handshake; NULL: nothing */
} TlsClientOptions;

/* Shakes hands; @options may be NULL. */
TlsClient *tls_client_new (guint16 port, const TlsClientOptions *options);

/* Does not yet, and the code of the handshake is in *code. */
TlsClient *tls_client_try (guint16 port, const TlsClientOptions *options, int *code);
void tls_client_free (TlsClient *self);

void tls_client_send (TlsClient *self, const void *data, gsize length);

/* Up to the length that the head tells, which all of these answers have. */
char *tls_client_read (TlsClient *self, gsize *body_length);

/* Asks, and compares the body. */
void tls_client_get (TlsClient *self, const char *path, const char *body);

/* The connection's end: GnuTLS's code, 0 for close_notify. */
int tls_client_read_end (TlsClient *self);
/* The same, behind whatever else comes. */
int tls_client_skip_to_end (TlsClient *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsClient, tls_client_free)
