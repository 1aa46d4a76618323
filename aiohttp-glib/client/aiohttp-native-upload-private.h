/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-native-route-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpUploadStream AiohttpUploadStream;

/* What of a request is still to be sent: embedded in its connection. The body is read only as the socket takes it. */
typedef struct
{
  AiohttpByteBuffer out; /* the head, then what frames chunks */
  GBytes *body;
  gsize body_sent;
  AiohttpUploadStream *stream;
  gboolean held;     /* until 100 Continue */
  gboolean head_out; /* its event was told */
  gboolean done;
  gboolean close; /* the request says that its connection ends */
} AiohttpNativeUpload;

typedef enum
{
  AIOHTTP_UPLOAD_DONE,
  AIOHTTP_UPLOAD_BLOCKED, /* by the socket: go on when it is writable */
  AIOHTTP_UPLOAD_WAITS,   /* for the body's stream, or for 100 Continue */
  AIOHTTP_UPLOAD_BROKEN,  /* the socket takes no more; errno says why */
  AIOHTTP_UPLOAD_FAILED,  /* the body's stream, with an error */
} AiohttpUploadResult;

/* Puts the head together; FALSE with an error where a field cannot be sent. `resume` is called, on the main stack, when a
 * body's stream has come up with more. */
gboolean aiohttp_native_upload_begin (AiohttpNativeUpload *self, const AiohttpTransportRequest *request,
                                      const AiohttpNativeRoute *route, gboolean force_close,
                                      void (*resume) (gpointer data), gpointer data, GError **error);
AiohttpUploadResult aiohttp_native_upload_write (AiohttpNativeUpload *self, AiohttpChannel *channel,
                                                 const AiohttpTransportRequest *request, GError **error);
/* Lets go of the body; what was not sent stays so. */
void aiohttp_native_upload_end (AiohttpNativeUpload *self);
/* And of the memory. */
void aiohttp_native_upload_clear (AiohttpNativeUpload *self);
/* Whether nothing of a body's stream was taken yet, so that the request can be sent once more. */
gboolean aiohttp_native_upload_is_untouched (const AiohttpNativeUpload *self);

G_END_DECLS
