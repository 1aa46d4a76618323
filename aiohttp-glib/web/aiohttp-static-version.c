/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-static-resource-private.h"

#include <errno.h>
#include <unistd.h>

#include "aiohttp-file-lookup-private.h"
#include "aiohttp-static-path-private.h"
#include "aiohttp-url-private.h"

/* Digests of files, so that a URL changes with what it names. */

#define BLOCK (64 * 1024)

/* Names come from programs, but a program may take them from anywhere. */
#define MAX_VERSIONS 4096

typedef struct
{
  gint64 size;
  gint64 modified;
  guint nanoseconds;
  char *version;
} Version;

static void
version_free (gpointer data)
{
  g_free (((Version *) data)->version);
  g_free (data);
}

/* Of a URL's own alphabet, without padding. */
static char *
encode (const guint8 *digest, gsize length)
{
  char *text = g_base64_encode (digest, length);

  for (char *at = text; *at != '\0'; at++)
    *at = *at == '+' ? '-' : *at == '/' ? '_' : *at == '=' ? '\0' : *at;
  return text;
}

static char *
digest_file (int file)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *block = g_malloc (BLOCK);
  guint8 digest[32];
  gsize length = sizeof digest;
  gssize n;

  while ((n = read (file, block, BLOCK)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_checksum_update (checksum, block, n);
  if (n < 0)
    return NULL;
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

/* Takes the version. */
static void
remember (AiohttpStaticResource *self, const char *path, const AiohttpFileLookup *lookup, const char *text)
{
  Version *version = g_new (Version, 1);

  *version = (Version){ lookup->size, lookup->modified, lookup->nanoseconds, g_strdup (text) };
  g_mutex_lock (&self->mutex);
  if (self->versions == NULL)
    self->versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, version_free);
  if (g_hash_table_size (self->versions) >= MAX_VERSIONS)
    g_hash_table_remove_all (self->versions);
  g_hash_table_replace (self->versions, g_strdup (path), version);
  g_mutex_unlock (&self->mutex);
}

static char *
recall (AiohttpStaticResource *self, const char *path, const AiohttpFileLookup *lookup)
{
  const Version *version;
  char *text = NULL;

  g_mutex_lock (&self->mutex);
  version = self->versions != NULL ? g_hash_table_lookup (self->versions, path) : NULL;
  if (version != NULL && version->size == lookup->size && version->modified == lookup->modified &&
      version->nanoseconds == lookup->nanoseconds)
    text = g_strdup (version->version);
  g_mutex_unlock (&self->mutex);
  return text;
}

char *
aiohttp_static_resource_dup_version (AiohttpStaticResource *self, const char *filename)
{
  g_autofree char *sent = aiohttp_url_encode_path (filename, -1, TRUE);
  g_autoptr (GString) path = g_string_new (NULL);
  g_auto (AiohttpFileLookup) lookup = AIOHTTP_FILE_LOOKUP_INIT;
  gboolean slash;
  char *text;

  if (!aiohttp_static_path_parse (sent, strlen (sent), self->show_hidden, path, &slash))
    return NULL;
  lookup.root = self->directory;
  lookup.path = path->str;
  lookup.slash = slash;
  lookup.symlinks = self->symlinks;
  aiohttp_file_lookup_run_here (&lookup, FALSE);
  if (lookup.code != 0 || lookup.is_directory)
    return NULL;
  text = recall (self, path->str, &lookup);
  if (text != NULL)
    return text;
  text = digest_file (lookup.file);
  if (text != NULL)
    remember (self, path->str, &lookup, text);
  return text;
}
