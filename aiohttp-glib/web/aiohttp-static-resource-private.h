/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-static-resource.h"

G_BEGIN_DECLS

#define AIOHTTP_STATIC_PARAMETER "filename"

struct _AiohttpStaticResource
{
  AiohttpResource parent_instance;

  char *directory; /* absolute */
  char *index;
  char *cache_control;
  AiohttpSymlinks symlinks;
  gboolean show_index;
  gboolean show_hidden;
  gboolean precompressed;
  gboolean append_version;

  GMutex mutex;         /* for what follows: a handler of any worker may build URLs */
  GHashTable *versions; /* path → what it was and which version that is */
};

/* A handler, in a coroutine. */
AiohttpReply *aiohttp_static_resource_answer (AiohttpRequest *request, gpointer resource, GError **error);

/* Of the file with this name below the directory: a digest of what it holds; NULL where there is none. */
char *aiohttp_static_resource_dup_version (AiohttpStaticResource *self, const char *filename);

G_END_DECLS
