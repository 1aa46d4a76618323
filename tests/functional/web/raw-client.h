/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

/* A client that is nothing but a socket, so that nothing is hidden from a test. Every call blocks, a minute at the
 * most, and fails the test where the peer does not do what is asked for. */
typedef struct
{
  int fd;
  GString *received; /* and not asked for yet */
} RawClient;

typedef struct
{
  guint status;
  char *head;
  GString *body;
} RawResponse;

RawClient *raw_client_new (guint16 port);
RawClient *raw_client_new_unix (const char *path);
void raw_client_free (RawClient *self);

void raw_client_send (RawClient *self, const char *text);
void raw_client_send_bytes (RawClient *self, const void *data, gsize length);
/* Sends in pieces of `size`, each in a packet of its own. */
void raw_client_send_split (RawClient *self, const char *text, gsize size);
void raw_client_half_close (RawClient *self);
/* Closes with a reset. */
void raw_client_reset (RawClient *self);
/* Takes little at a time; call it before the first request. */
void raw_client_shrink_receive_buffer (RawClient *self);

/* The next response; `head_only` for one to HEAD. */
RawResponse *raw_client_read (RawClient *self, gboolean head_only);
/* Reads it, and compares; body NULL for any. */
void raw_client_expect (RawClient *self, guint status, const char *body);
/* The connection ends here, by an end of file or a reset. */
void raw_client_expect_end (RawClient *self);
/* Nothing comes for a little while. */
void raw_client_expect_silence (RawClient *self);
/* The next bytes. */
void raw_client_expect_bytes (RawClient *self, const char *text);

/* So many of them, and a NUL. */
char *raw_client_read_bytes (RawClient *self, gsize length);

/* All that comes up to the connection's end. */
void raw_client_read_to_end (RawClient *self, GString *bytes);

/* The value of a field, a copy; NULL if it is not there. */
char *raw_response_get (RawResponse *self, const char *name);
void raw_response_free (RawResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawClient, raw_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawResponse, raw_response_free)
