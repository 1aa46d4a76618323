/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-etag.h"
#include "aiohttp-etag-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

/**
 * AiohttpETag:
 *
 * An entity tag: what names one version of a resource, as ETag, If-Match and If-None-Match carry it.
 *
 * A strong one changes with every byte; a weak one (`W/"…"`) only when the meaning does. `*`, which a request may send in
 * the place of a list, is a tag too: [method@Aiohttp.ETag.is_any] tells it.
 *
 * It is immutable, and may be used in any thread. RFC 9110, 8.8.3; aiohttp: `ETag`
 *
 * Since: 0.1
 */

struct _AiohttpETag
{
  gboolean weak;
  gboolean any;
  char value[];
};

G_DEFINE_BOXED_TYPE (AiohttpETag, aiohttp_etag, aiohttp_etag_copy, aiohttp_etag_free)

static AiohttpETag *
make (const char *value, gsize length, gboolean weak, gboolean any)
{
  AiohttpETag *self = g_malloc (sizeof (AiohttpETag) + length + 1);

  self->weak = weak;
  self->any = any;
  memcpy (self->value, value, length);
  self->value[length] = '\0';
  return self;
}

/* etagc (RFC 9110, 8.8.3): no quote, space or control */
static const char *
find_tag_end (const char *p)
{
  while ((guint8) *p > ' ' && *p != '"' && *p != 0x7f)
    p++;
  return p;
}

/* Reads the tag at *p and moves *p behind it; NULL if there is none. */
static AiohttpETag *
read_tag (const char **p)
{
  const char *start = *p;
  gboolean weak = start[0] == 'W' && start[1] == '/';
  const char *stop;

  start += weak ? 2 : 0;
  if (*start != '"')
    return NULL;
  stop = find_tag_end (++start);
  if (*stop != '"')
    return NULL;
  *p = stop + 1;
  return make (start, (gsize) (stop - start), weak, FALSE);
}

static const char *
skip_space (const char *p)
{
  return p + strspn (p, " \t");
}

GList *
aiohttp_etag_parse_list (const char *field_value)
{
  GList *tags = NULL;
  const char *p = skip_space (field_value);

  if (p[0] == '*' && *skip_space (p + 1) == '\0')
    return g_list_prepend (NULL, make ("*", 1, FALSE, TRUE));
  while (*p != '\0')
    {
      AiohttpETag *tag = *p == ',' ? NULL : read_tag (&p);

      if (tag == NULL && *p != ',')
        break;
      if (tag != NULL)
        tags = g_list_prepend (tags, tag);
      p = skip_space (p);
      if (*p != ',')
        break;
      p = skip_space (p + 1);
    }
  return g_list_reverse (tags);
}

AiohttpETag *
aiohttp_etag_parse (const char *field_value)
{
  const char *p = skip_space (field_value);
  AiohttpETag *tag = read_tag (&p);

  if (tag != NULL && *skip_space (p) != '\0')
    g_clear_pointer (&tag, aiohttp_etag_free);
  return tag;
}

/**
 * aiohttp_etag_new:
 * @value: the tag, without quotes
 * @is_weak: whether it is a weak one
 * @error: return location of the error
 *
 * Makes an entity tag. A quote, space or control in it is %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Returns: (transfer full): a new tag, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpETag *
aiohttp_etag_new (const char *value, gboolean is_weak, GError **error)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  if (*find_tag_end (value) == '\0')
    return make (value, strlen (value), is_weak, FALSE);
  shown = aiohttp_chars_escape (value, strlen (value), 64);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "The entity tag \"%s\" holds a quote, a space or a control", shown);
  return NULL;
}

/**
 * aiohttp_etag_copy:
 * @self: an entity tag
 *
 * Makes a copy.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
AiohttpETag *
aiohttp_etag_copy (const AiohttpETag *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return make (self->value, strlen (self->value), self->weak, self->any);
}

/**
 * aiohttp_etag_free:
 * @self: an entity tag
 *
 * Frees the tag.
 *
 * Since: 0.1
 */
void
aiohttp_etag_free (AiohttpETag *self)
{
  g_free (self);
}

/**
 * aiohttp_etag_get_value:
 * @self: an entity tag
 *
 * Gets the tag without its quotes; `*` for any.
 *
 * Returns: the value
 *
 * Since: 0.1
 */
const char *
aiohttp_etag_get_value (const AiohttpETag *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->value;
}

/**
 * aiohttp_etag_is_weak:
 * @self: an entity tag
 *
 * Tells whether the tag is a weak one.
 *
 * Returns: whether it is weak
 *
 * Since: 0.1
 */
gboolean
aiohttp_etag_is_weak (const AiohttpETag *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->weak;
}

/**
 * aiohttp_etag_is_any:
 * @self: an entity tag
 *
 * Tells whether this is `*`, which stands for whatever version there is.
 *
 * Returns: whether it is `*`
 *
 * Since: 0.1
 */
gboolean
aiohttp_etag_is_any (const AiohttpETag *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->any;
}

/**
 * aiohttp_etag_matches:
 * @self: an entity tag
 * @other: another
 * @strongly: whether weak tags never match, as If-Match and If-Range want it; If-None-Match compares weakly
 *
 * Compares two tags (RFC 9110, 8.8.3.2). `*` matches every one.
 *
 * Returns: whether they name the same version
 *
 * Since: 0.1
 */
gboolean
aiohttp_etag_matches (const AiohttpETag *self, const AiohttpETag *other, gboolean strongly)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (self->any || other->any)
    return TRUE;
  if (strongly && (self->weak || other->weak))
    return FALSE;
  return strcmp (self->value, other->value) == 0;
}

/**
 * aiohttp_etag_to_string:
 * @self: an entity tag
 *
 * Writes the tag as a header has it.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
aiohttp_etag_to_string (const AiohttpETag *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->any ? g_strdup ("*") : g_strconcat (self->weak ? "W/\"" : "\"", self->value, "\"", NULL);
}
