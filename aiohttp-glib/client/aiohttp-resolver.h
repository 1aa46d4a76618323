/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_RESOLVER (aiohttp_resolver_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpResolver, aiohttp_resolver, AIOHTTP, RESOLVER, GObject)

/**
 * AiohttpResolverClass:
 * @parent_class: the parent class
 * @resolve: finds the addresses of a host: see [vfunc@Aiohttp.Resolver.resolve]
 *
 * The class structure of [class@Aiohttp.Resolver].
 *
 * Since: 0.1
 */
struct _AiohttpResolverClass
{
  GObjectClass parent_class;

  AiohttpFuture *(*resolve) (AiohttpResolver *self, const char *host, guint port, GSocketFamily family, GError **error);

  /*< private >*/
  gpointer padding[8];
};

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_resolver_resolve (AiohttpResolver *self, const char *host, guint port, GSocketFamily family,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
