/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-charset-resolver-private.h"
#include "aiohttp-client-body-private.h"
#include "aiohttp-client-request-private.h"
#include "aiohttp-client-response.h"
#include "aiohttp-tap-stream-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* What a program does not ask for is not made: most of this is NULL in a small response. */
struct _AiohttpClientResponse
{
  GObject parent_instance;

  char *method; /* a GRefString */
  GUri *uri;
  char *url;
  char *real_url;
  SoupMessageHeaders *request_headers;
  gboolean request_headers_shared; /* not to be given away */
  AiohttpTransportReply *reply;
  GPtrArray *history;
  char *content_type;
  char *charset;
  char *encoding;
  AiohttpCharsetResolver *charset_resolver;
  gboolean check_content_type;
  guint64 max_body_size;
  AiohttpClientBody *body; /* NULL: the reply has it whole, and nobody has asked for it as a stream */
  gboolean released;       /* what is made of it then is closed */
  AiohttpStreamReader *content;
  GBytes *read_body;
  GHashTable *cookies;
  GHashTable *links;
  GVariant *raw_headers;
  AiohttpClientTimings *timings;
};

/* `body` is NULL for one that came whole, whose exchange has ended. */
AiohttpClientResponse *
aiohttp_client_response_new (AiohttpClientRequest *request, AiohttpTransportReply *reply, AiohttpClientBody *body);

AiohttpClientBody *aiohttp_client_response_get_body (AiohttpClientResponse *self);

/* `history` is shared, not copied: it must not change any more. */
void aiohttp_client_response_set_history (AiohttpClientResponse *self, GPtrArray *history);

/* NULL: none were taken down. */
void aiohttp_client_response_set_timings (AiohttpClientResponse *self, AiohttpClientTimings *timings);

/* Puts decoders for the content codings on the body, before anything is read. */
gboolean aiohttp_client_response_decode (AiohttpClientResponse *self, GError **error);

void aiohttp_client_response_open_content (AiohttpClientResponse *self);

/* Gives `func` the whole body, decoded, when it was read to its end and is no longer than the limit; at once where it is
 * there. Before anything is read. */
void aiohttp_client_response_tap (AiohttpClientResponse *self, gsize limit, AiohttpTapFunc func, gpointer data,
                                  GDestroyNotify destroy);

G_END_DECLS
