/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

/* A server that says on the wire exactly what a test wants: threads and blocking sockets on loopback. */
typedef struct _RawServer RawServer;
typedef struct _RawConnection RawConnection;

/* The life of one connection, in a thread of its own; the connection is closed when it returns. */
typedef void (*RawServerFunc) (RawConnection *connection, gpointer user_data);

/* What a path answers: bytes as they are. */
typedef struct
{
  const char *path;
  const char *answer;
  enum
  {
    RAW_KEEP,  /* another request may follow */
    RAW_CLOSE, /* the connection ends behind the answer */
    RAW_HANG,  /* nothing follows until the client has gone */
  } then;
} RawRoute;

RawServer *raw_server_new (RawServerFunc func, gpointer user_data);
RawServer *raw_server_new_routes (const RawRoute *routes); /* up to one without a path; an unknown path is a 404 */
void raw_server_free (RawServer *self);                    /* ends its connections and joins their threads */
guint16 raw_server_get_port (RawServer *self);
char *raw_server_make_url (RawServer *self, const char *path);
guint raw_server_count_connections (RawServer *self);
guint raw_server_count_open (RawServer *self); /* of its connections, those that still are */
guint raw_server_count_requests (RawServer *self);
char *raw_server_dup_request (RawServer *self, guint index); /* head and body as they came; NULL if there is none */

/* For a RawServerFunc. */
char *raw_connection_read_request (RawConnection *self); /* NULL at the end; counted and kept by the server */
char *raw_request_get_path (const char *request);
gboolean raw_connection_write (RawConnection *self, const void *data, gsize length);
gboolean raw_connection_puts (RawConnection *self, const char *text);
void raw_connection_wait_for_end (RawConnection *self); /* until the client closes or the server is freed */
void raw_connection_reset (RawConnection *self);        /* ends with RST instead of FIN */
gboolean raw_connection_is_stopped (RawConnection *self);
GSocket *raw_connection_get_socket (RawConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)
