/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-chain-private.h"
#include "aiohttp-handler-private.h"
#include "aiohttp-route-pattern-private.h"
#include "aiohttp-route.h"

G_BEGIN_DECLS

struct _AiohttpRoute
{
  GObject parent_instance;

  AiohttpHandler *handler;
  char *method; /* "*" matches all */
  gsize method_length;
  AiohttpRoutePattern *pattern; /* NULL of a custom resource */
  AiohttpResource *resource;    /* whose route it is, as long as that lives */
  AiohttpHandler *expect_handler;
  GPtrArray *middlewares;    /* its own, or NULL */
  AiohttpChain *own_chain;   /* with them */
  const AiohttpChain *chain; /* once frozen: that, or its application's */

  gint64 client_max_size;     /* -1: the application's */
  double handler_timeout;     /* -1: the server's */
  gint8 handler_cancellation; /* -1: the server's */
  guint implied : 1;          /* the HEAD that came with a GET: gives way to one of its own */
  guint frozen : 1;
};

AiohttpRoute *aiohttp_route_new (AiohttpHandler *handler, const char *method, AiohttpRoutePattern *pattern,
                                 AiohttpResource *resource) G_GNUC_WARN_UNUSED_RESULT;

/* No option changes any more; `chain` is its application's. */
void aiohttp_route_freeze (AiohttpRoute *self, AiohttpApplication *app, const AiohttpChain *chain);

static inline gboolean
aiohttp_route_matches_method (const AiohttpRoute *self, const char *method, gsize length)
{
  return (self->method_length == length && memcmp (self->method, method, length) == 0) ||
         (self->method_length == 1 && self->method[0] == '*');
}

G_END_DECLS
