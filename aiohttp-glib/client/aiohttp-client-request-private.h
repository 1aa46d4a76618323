/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request.h"
#include "aiohttp-payload-private.h"

G_BEGIN_DECLS

struct _AiohttpClientRequest
{
  GObject parent_instance;

  char *method;                /* a GRefString */
  GUri *uri;                   /* with its fragment */
  char *url;                   /* made when asked for */
  SoupMessageHeaders *headers; /* read here, changed by aiohttp_client_request_own_headers() */
  GBytes *lines;           /* not NULL: the header fields as they are on the wire, both shared with other requests */
  AiohttpPayload *payload; /* NULL: none */
};

/* What is sent once, as the middlewares see and change it. `headers`, `lines` and `payload` are referenced, not copied. */
AiohttpClientRequest *aiohttp_client_request_new (const char *method, GUri *uri, SoupMessageHeaders *headers,
                                                  GBytes *lines, AiohttpPayload *payload) G_GNUC_WARN_UNUSED_RESULT;

/* The header fields, to be changed: a copy where they were shared. */
SoupMessageHeaders *aiohttp_client_request_own_headers (AiohttpClientRequest *self);
SoupMessageHeaders *aiohttp_client_request_copy_headers (SoupMessageHeaders *headers) G_GNUC_WARN_UNUSED_RESULT;

void aiohttp_client_request_take_uri (AiohttpClientRequest *self, GUri *uri);

/* The request for a redirect's target, with a copy of the fields. */
AiohttpClientRequest *aiohttp_client_request_turn (AiohttpClientRequest *self, const char *method, GUri *uri,
                                                   gboolean body_dropped) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
