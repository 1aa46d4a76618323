/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-link.h"
#include "aiohttp-link-private.h"

#include <string.h>

/**
 * AiohttpLink:
 *
 * A link of a Link field (RFC 8288): where it leads, what it is to the page that has it, and what else is said of it.
 *
 * |[<!-- language="C" -->
 * GList *links = aiohttp_client_response_list_links (response);
 *
 * for (GList *l = links; l != NULL; l = l->next)
 *   g_print ("%s: %s\n", aiohttp_link_get_rel (l->data), aiohttp_link_get_url (l->data));
 * g_list_free_full (links, (GDestroyNotify) aiohttp_link_free);
 * ]|
 *
 * All of it comes from the peer. It is immutable, and may be used in any thread.
 *
 * Since: 0.1
 */

struct _AiohttpLink
{
  char *url;
  GHashTable *params; /* by names in lower case; extended values (RFC 8187) decoded */
};

G_DEFINE_BOXED_TYPE (AiohttpLink, aiohttp_link, aiohttp_link_copy, aiohttp_link_free)

AiohttpLink *
aiohttp_link_new (const char *url)
{
  AiohttpLink *self = g_atomic_rc_box_new (AiohttpLink);

  self->url = g_strdup (url);
  self->params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
aiohttp_link_add_param (AiohttpLink *self, const AiohttpParam *param)
{
  g_autofree char *name = g_ascii_strdown (param->name, (gssize) param->name_length);
  g_autofree char *value = NULL;
  g_autofree char *raw = aiohttp_param_dup_value (param);

  if (g_hash_table_contains (self->params, name))
    return;
  if (g_str_has_suffix (name, "*"))
    value = aiohttp_param_decode_extended (raw);
  else if (g_utf8_validate (raw, -1, NULL))
    value = g_steal_pointer (&raw);
  if (value != NULL)
    g_hash_table_insert (self->params, g_steal_pointer (&name), g_steal_pointer (&value));
}

/**
 * aiohttp_link_copy:
 * @self: a link
 *
 * Makes a copy.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
AiohttpLink *
aiohttp_link_copy (const AiohttpLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire ((AiohttpLink *) self);
}

static void
link_clear (AiohttpLink *self)
{
  g_free (self->url);
  g_hash_table_unref (self->params);
}

/**
 * aiohttp_link_free:
 * @self: a link
 *
 * Frees the link.
 *
 * Since: 0.1
 */
void
aiohttp_link_free (AiohttpLink *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) link_clear);
}

/**
 * aiohttp_link_get_url:
 * @self: a link
 *
 * Gets where the link leads.
 *
 * Returns: an absolute URL
 *
 * Since: 0.1
 */
const char *
aiohttp_link_get_url (const AiohttpLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

/**
 * aiohttp_link_get_rel:
 * @self: a link
 *
 * Gets the relation types, `next` or several with spaces between them.
 *
 * Returns: (nullable): the types, or %NULL where none is given
 *
 * Since: 0.1
 */
const char *
aiohttp_link_get_rel (const AiohttpLink *self)
{
  return aiohttp_link_get_param (self, "rel");
}

/**
 * aiohttp_link_has_rel:
 * @self: a link
 * @rel: a relation type, in any case
 *
 * Tells whether @rel is among the relation types.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_link_has_rel (const AiohttpLink *self, const char *rel)
{
  const char *types = aiohttp_link_get_rel (self);
  gsize length;

  g_return_val_if_fail (rel != NULL && *rel != '\0', FALSE);

  length = strlen (rel);
  for (const char *p = types; p != NULL && *p != '\0';)
    {
      gsize n = strcspn (p, " \t");

      if (n == length && g_ascii_strncasecmp (p, rel, n) == 0)
        return TRUE;
      p += n;
      p += strspn (p, " \t");
    }
  return FALSE;
}

/**
 * aiohttp_link_get_title:
 * @self: a link
 *
 * Gets what the link is called: `title*`, which may be in any language, before `title`.
 *
 * Returns: (nullable): the title, or %NULL where there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_link_get_title (const AiohttpLink *self)
{
  const char *title = aiohttp_link_get_param (self, "title*");

  return title != NULL ? title : aiohttp_link_get_param (self, "title");
}

/**
 * aiohttp_link_get_param:
 * @self: a link
 * @name: a name, in any case: `type`, `hreflang`, `media`, `anchor`, …
 *
 * Gets a parameter. One whose name ends in `*` is decoded (RFC 8187). A link with an `anchor` is about another page than
 * the one that has it.
 *
 * Returns: (nullable): the value, empty for a parameter without one; %NULL where it is not there
 *
 * Since: 0.1
 */
const char *
aiohttp_link_get_param (const AiohttpLink *self, const char *name)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  lower = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->params, lower);
}
