/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-chain-private.h"
#include "aiohttp-etag.h"
#include "aiohttp-form.h"
#include "aiohttp-http1-head-private.h"
#include "aiohttp-request-input-private.h"
#include "aiohttp-request.h"
#include "aiohttp-route-match-private.h"
#include "aiohttp-server-stream-private.h"

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

  AiohttpForm *form;
  GHashTable *items;         /* of GValues */
  GError *pre_handler_error; /* what the parser said */
  char *scheme;              /* of a clone that was given one */
  gint64 client_max_size;    /* -1: inherited */
} AiohttpRequestExtra;

struct _AiohttpRequest
{
  GObject parent_instance;

  AiohttpServerStream *stream;    /* NULL once answered or the client is gone */
  AiohttpApplication *server_app; /* owned, and what it holds */
  AiohttpApplication *app;        /* whose middleware or handler has it now */
  AiohttpApplication *match_app;  /* whose route it is */
  AiohttpHttp1Head *head;

  /* the match */
  const AiohttpRoute *route; /* lives as long as app */
  AiohttpSpan inline_params[AIOHTTP_REQUEST_INLINE_PARAMS];
  AiohttpSpan *params;
  guint n_params;

  /* who answers */
  AiohttpChainRun run;             /* through the whole chain */
  AiohttpChainRun *runs;           /* that are under way, innermost first */
  AiohttpTask *task;               /* that writes the body of the response */
  AiohttpStreamResponse *response; /* that goes out in pieces */
  GError *failure;                 /* what the handler came to once the head was out */
  char *refusal_text;              /* of what answers without a route: the methods of a 405, else why */
  guint16 refusal;                 /* its status, or 0 */

  AiohttpRequest *origin; /* that it is a clone of */
  GPtrArray *clones;      /* of it, not owned */

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

  guint secure : 1;    /* it came over TLS */
  guint gone : 1;      /* the client has left, or the request was given up */
  guint timed_out : 1; /* its handler took too long */
  guint failed : 1;    /* the handler failed when the head was out */
  guint left : 1;      /* the handler failed because nobody waits any more */
};

/* Takes the head (NULL: it could not be read); the path is not looked at yet. */
AiohttpRequest *aiohttp_request_new (AiohttpServerStream *stream, AiohttpApplication *app,
                                     AiohttpHttp1Head *head) G_GNUC_WARN_UNUSED_RESULT;

gboolean aiohttp_request_is_readable (AiohttpRequest *self);

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

/* Of a clone, however often cloned, the request that came over the wire; its answer is that one's. */
static inline AiohttpRequest *
aiohttp_request_peek_origin (AiohttpRequest *self)
{
  while (G_UNLIKELY (self->origin != NULL))
    self = self->origin;
  return self;
}

void aiohttp_request_forget_clone (AiohttpRequest *self, AiohttpRequest *clone);
void aiohttp_request_foreach_clone (AiohttpRequest *self, void (*func) (AiohttpRequest *));

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
