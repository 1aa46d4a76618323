/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-resource.h"

G_BEGIN_DECLS

/**
 * AiohttpSymlinks:
 * @AIOHTTP_SYMLINKS_NONE: none: what is reached by one is not found
 * @AIOHTTP_SYMLINKS_BELOW: those that stay below the directory; an absolute one never does
 * @AIOHTTP_SYMLINKS_FOLLOW: all, wherever they lead
 *
 * Which symbolic links are followed when a file is looked for below a directory.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_SYMLINKS_NONE,
  AIOHTTP_SYMLINKS_BELOW,
  AIOHTTP_SYMLINKS_FOLLOW,
} AiohttpSymlinks;

#define AIOHTTP_TYPE_STATIC_RESOURCE (aiohttp_static_resource_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpStaticResource, aiohttp_static_resource, AIOHTTP, STATIC_RESOURCE, AiohttpResource)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_static_resource_get_directory (AiohttpStaticResource *self);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_static_resource_url_for_file (AiohttpStaticResource *self, const char *filename, gboolean append_version,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
