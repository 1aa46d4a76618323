/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-static-resource.h"

G_BEGIN_DECLS

/* More than these a page does not show. */
#define AIOHTTP_STATIC_LISTING_MAX 10000

/* A page with links to what is in a directory, and may be fetched from there. */
typedef struct
{
  const char *root;
  const char *path;  /* of the directory, below the root */
  const char *title; /* as its client calls it */
  AiohttpSymlinks symlinks;
  gboolean show_hidden;

  GString *page; /* what comes out; NULL where it cannot be read: then `code` is errno */
  int code;
} AiohttpStaticListing;

/* Reads the disk: an AiohttpExecutorFunc. */
gboolean aiohttp_static_listing_run (GValue *result, gpointer listing, GError **error);

G_END_DECLS
