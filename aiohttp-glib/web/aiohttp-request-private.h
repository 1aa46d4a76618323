/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-etag.h"
#include "aiohttp-http1-head-private.h"
#include "aiohttp-request-input-private.h"
#include "aiohttp-request.h"
#include "aiohttp-route-match-private.h"
#include "aiohttp-server-stream-private.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

#define AIOHTTP_REQUEST_INLINE_PARAMS 4

typedef struct _AiohttpBodyWaiter AiohttpBodyWaiter;

/* What few requests are asked for. */
typedef struct
{
  char *url;
  GVariant *raw_headers;
  GHashTable *cookies;
  GList *if_match;
  GList *if_none_match;
  AiohttpETag *if_range_etag;
  GDateTime *dates[3]; /* by RequestDate */
  GList *forwarded;
  guint asked; /* a bit for each of the above that was looked for */

  GHashTable *items;         /* of GValues */
  GError *pre_handler_error; /* what the parser said */
  char *scheme;              /* of a clone that was given one */
  gint64 client_max_size;    /* -1: inherited */
} AiohttpRequestExtra;

typedef struct _AiohttpFutureWatch AiohttpFutureWatch;

struct _AiohttpRequest
{
  GObject parent_instance;

  AiohttpServerStream *stream; /* NULL once answered or the client is gone */
  AiohttpApplication *app;
  AiohttpHttp1Head *head;

  /* the match */
  const AiohttpRoute *route; /* lives as long as app */
  AiohttpSpan inline_params[AIOHTTP_REQUEST_INLINE_PARAMS];
  AiohttpSpan *params;
  guint n_params;

  /* who answers */
  AiohttpTask *task;               /* the handler's, once it has suspended */
  AiohttpFutureWatch *watch;       /* on the future that it returned */
  AiohttpStreamResponse *response; /* that goes out in pieces */

  /* the body */
  AiohttpRequestInput *input; /* both made when somebody reads it as a stream, or it is encoded */
  AiohttpStreamReader *content;
  AiohttpByteBuffer collected;
  GBytes *body;
  GError *body_error;
  AiohttpBodyWaiter *waiters; /* coroutines */
  GPtrArray *body_tasks;      /* GTasks */

  /* made when asked for */
  GCancellable *cancellable;
  SoupMessageHeaders *headers;
  GHashTable *query;
  char **match_values;
  char **converted; /* by field: values that are not UTF-8 */
  char *path;
  char *raw_path;
  char *query_string;
  char *remote;
  char *host;
  char *content_type;
  char *charset;
  AiohttpRequestExtra *extra;

  guint secure : 1; /* it came over TLS */
  guint gone : 1;   /* the client has left, or the request was given up */
};

/* Takes the head; the path is not looked at yet. */
AiohttpRequest *aiohttp_request_new (AiohttpServerStream *stream, AiohttpApplication *app,
                                     AiohttpHttp1Head *head) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE where the path cannot be text. */
gboolean aiohttp_request_check_path (AiohttpRequest *self, GError **error);

static inline const char *
aiohttp_request_span_text (AiohttpRequest *self, AiohttpSpan span)
{
  return self->head->base + span.offset;
}

const char *aiohttp_request_get_header_by_id (AiohttpRequest *self, AiohttpFieldId id);

/* Made when first needed. */
AiohttpRequestExtra *aiohttp_request_get_extra (AiohttpRequest *self);
void aiohttp_request_extra_free (AiohttpRequestExtra *extra);

/* The request could not be read whole; middlewares and the handler see it all the same. */
void aiohttp_request_take_pre_handler_error (AiohttpRequest *self, GError *error);

void aiohttp_request_set_match (AiohttpRequest *self, const AiohttpRouteMatch *match);

/* The stream has more of the body, its end, or an error. */
void aiohttp_request_body_arrived (AiohttpRequest *self);
/* No more will come. */
void aiohttp_request_fail_body (AiohttpRequest *self, GError *error /* taken */);
/* Whether a read waits for the body. */
gboolean aiohttp_request_wants_body (AiohttpRequest *self);

/* Fires the request's cancellable, now or as soon as somebody asks for it. */
void aiohttp_request_cancel (AiohttpRequest *self);
/* The stream is no more: reads fail, the answer goes nowhere. */
void aiohttp_request_detach (AiohttpRequest *self);

/* Why nothing can be read or written any more. */
GError *aiohttp_request_new_detached_error (AiohttpRequest *self) G_GNUC_WARN_UNUSED_RESULT;

char *aiohttp_format_address (const struct sockaddr *address, gboolean with_port);

G_END_DECLS
