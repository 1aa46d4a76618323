/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-route.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_RESOURCE (aiohttp_resource_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpResource, aiohttp_resource, AIOHTTP, RESOURCE, GObject)

/**
 * AiohttpResourceClass:
 * @matches: whether the resource answers a request; the default says no
 * @handle: answers it, as an [callback@Aiohttp.HandlerFunc] does; on the main stack
 *
 * What a resource of a program's own overrides.
 *
 * Since: 0.1
 */
struct _AiohttpResourceClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/
  gboolean (*matches) (AiohttpResource *self, AiohttpRequest *request);
  AiohttpReply *(*handle) (AiohttpResource *self, AiohttpRequest *request, GError **error);

  /*< private >*/
  gpointer padding[6];
};

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_resource_get_name (AiohttpResource *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_resource_set_name (AiohttpResource *self, const char *name, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_resource_get_canonical (AiohttpResource *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_resource_list_routes (AiohttpResource *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_resource_matches (AiohttpResource *self, AiohttpRequest *request);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpReply *
aiohttp_resource_handle (AiohttpResource *self, AiohttpRequest *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_resource_url_for (AiohttpResource *self, GHashTable *values, GHashTable *query,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
