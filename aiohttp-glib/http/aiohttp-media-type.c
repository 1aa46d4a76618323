/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-media-type-private.h"

#include <string.h>

#include <gio/gio.h>

/* What the web is made of has the types of the IANA registry whatever a desktop's database says, and in a container that
 * has none. The rest is for the database. */
static const struct
{
  const char *extension;
  const char *type;
} known[] = {
  { "avif", "image/avif" },
  { "bmp", "image/bmp" },
  { "css", "text/css" },
  { "csv", "text/csv" },
  { "gif", "image/gif" },
  { "gz", "application/gzip" },
  { "htm", "text/html" },
  { "html", "text/html" },
  { "ico", "image/vnd.microsoft.icon" },
  { "jpeg", "image/jpeg" },
  { "jpg", "image/jpeg" },
  { "js", "text/javascript" },
  { "json", "application/json" },
  { "jxl", "image/jxl" },
  { "m4a", "audio/mp4" },
  { "map", "application/json" },
  { "md", "text/markdown" },
  { "mjs", "text/javascript" },
  { "mp3", "audio/mpeg" },
  { "mp4", "video/mp4" },
  { "oga", "audio/ogg" },
  { "ogg", "audio/ogg" },
  { "ogv", "video/ogg" },
  { "opus", "audio/ogg" },
  { "otf", "font/otf" },
  { "pdf", "application/pdf" },
  { "png", "image/png" },
  { "svg", "image/svg+xml" },
  { "tar", "application/x-tar" },
  { "tif", "image/tiff" },
  { "tiff", "image/tiff" },
  { "ttf", "font/ttf" },
  { "txt", "text/plain" },
  { "wasm", "application/wasm" },
  { "wav", "audio/vnd.wave" },
  { "webm", "video/webm" },
  { "webmanifest", "application/manifest+json" },
  { "webp", "image/webp" },
  { "woff", "font/woff" },
  { "woff2", "font/woff2" },
  { "xhtml", "application/xhtml+xml" },
  { "xml", "application/xml" },
  { "zip", "application/zip" },
  { "zst", "application/zstd" },
};

static const char *
ask_database (const char *filename)
{
  gboolean uncertain;
  g_autofree char *content_type = g_content_type_guess (filename, NULL, 0, &uncertain);
  g_autofree char *type = uncertain ? NULL : g_content_type_get_mime_type (content_type);

  return type != NULL && !g_content_type_is_unknown (content_type) ? g_intern_string (type) : NULL;
}

const char *
aiohttp_media_type_guess (const char *filename)
{
  const char *dot = strrchr (filename, '.');
  const char *type = NULL;
  guint low = 0, high = G_N_ELEMENTS (known);

  if (dot == NULL || strchr (dot, '/') != NULL)
    return "application/octet-stream";
  while (low < high)
    {
      guint middle = (low + high) / 2;
      int order = g_ascii_strcasecmp (dot + 1, known[middle].extension);

      if (order == 0)
        return known[middle].type;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  type = ask_database (filename);
  return type != NULL ? type : "application/octet-stream";
}
