/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-response.h"
#include "aiohttp-client-response-private.h"

#include "aiohttp-content-disposition-private.h"
#include "aiohttp-link.h"
#include "aiohttp-links-private.h"
#include "aiohttp-set-cookie-private.h"

/* Header fields of a response that mean more than their text. */

/**
 * aiohttp_client_response_get_cookies:
 * @self: a client response
 *
 * Gets the cookies that this response has set, those of the redirects before it not among them. What must not be set by
 * its host is left out.
 *
 * Returns: (transfer none) (element-type utf8 utf8): values by names
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_client_response_get_cookies (AiohttpClientResponse *self)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (self->cookies != NULL)
    return self->cookies;
  self->cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_iter_init (&iter, aiohttp_client_response_get_headers (self));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      SoupCookie *cookie =
          g_ascii_strcasecmp (name, "Set-Cookie") == 0 ? aiohttp_set_cookie_parse (value, self->uri) : NULL;

      if (cookie == NULL)
        continue;
      g_hash_table_insert (self->cookies, g_strdup (soup_cookie_get_name (cookie)),
                           g_strdup (soup_cookie_get_value (cookie)));
      soup_cookie_free (cookie);
    }
  return self->cookies;
}

static GList *
parse_links (AiohttpClientResponse *self)
{
  const char *field = aiohttp_client_response_get_header (self, "Link");

  return aiohttp_links_parse (field != NULL ? field : "", self->uri);
}

/**
 * aiohttp_client_response_get_links:
 * @self: a client response
 *
 * Gets the links of the Link field (RFC 8288) by what they are, such as the `next` page; of several of one kind the first.
 * [method@Aiohttp.ClientResponse.list_links] has all that is said of them.
 *
 * Returns: (transfer none) (element-type utf8 utf8): absolute URLs by relation types
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_client_response_get_links (AiohttpClientResponse *self)
{
  GList *links;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (self->links != NULL)
    return self->links;
  links = parse_links (self);
  self->links = aiohttp_links_by_rel (links);
  g_list_free_full (links, (GDestroyNotify) aiohttp_link_free);
  return self->links;
}

/**
 * aiohttp_client_response_list_links:
 * @self: a client response
 *
 * Lists the links of the Link field (RFC 8288) in their order, with their titles and other parameters. The field is read
 * anew by each call.
 *
 * Returns: (transfer full) (element-type Aiohttp.Link): the links
 *
 * Since: 0.1
 */
GList *
aiohttp_client_response_list_links (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return parse_links (self);
}

/**
 * aiohttp_client_response_get_raw_headers:
 * @self: a client response
 *
 * Gets all header fields as they came, in their order: names in the case in which they were sent, values as bytes in
 * whatever charset. On libsoup's transport that is what libsoup has made of them.
 *
 * Returns: (transfer none): an array of pairs of byte arrays, of the type `a(ayay)`
 *
 * Since: 0.1
 */
GVariant *
aiohttp_client_response_get_raw_headers (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (self->raw_headers == NULL)
    self->raw_headers = aiohttp_transport_reply_make_raw_headers (self->reply);
  return self->raw_headers;
}

/**
 * aiohttp_client_response_get_content_length:
 * @self: a client response
 *
 * Gets the length that the server has announced: of the body as it is sent, before its content coding is undone.
 *
 * Returns: bytes; -1 where it has not
 *
 * Since: 0.1
 */
gint64
aiohttp_client_response_get_content_length (AiohttpClientResponse *self)
{
  const char *field;
  guint64 length;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), -1);

  field = aiohttp_client_response_get_header (self, "Content-Length");
  if (field == NULL || !g_ascii_string_to_unsigned (field, 10, 0, G_MAXINT64, &length, NULL))
    return -1;
  return (gint64) length;
}

/**
 * aiohttp_client_response_get_content_disposition:
 * @self: a client response
 *
 * Gets the type of Content-Disposition (RFC 6266), `inline` or `attachment` mostly.
 *
 * Returns: (transfer full) (nullable): the type, in lower case, or %NULL where there is none
 *
 * Since: 0.1
 */
char *
aiohttp_client_response_get_content_disposition (AiohttpClientResponse *self)
{
  g_auto (AiohttpContentDisposition) disposition = { 0 };
  const char *field;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  field = aiohttp_client_response_get_header (self, "Content-Disposition");
  if (field == NULL || !aiohttp_content_disposition_parse (field, &disposition))
    return NULL;
  return g_steal_pointer (&disposition.type);
}

/**
 * aiohttp_client_response_get_disposition_param:
 * @self: a client response
 * @name: a name, in any case
 *
 * Gets a parameter of Content-Disposition, decoded where its name had a `*` (RFC 8187).
 * [method@Aiohttp.ClientResponse.get_filename] has the file name in a form that is safe to use.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where it is not there
 *
 * Since: 0.1
 */
char *
aiohttp_client_response_get_disposition_param (AiohttpClientResponse *self, const char *name)
{
  g_auto (AiohttpContentDisposition) disposition = { 0 };
  g_autofree char *lower = NULL;
  const char *field;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  lower = g_ascii_strdown (name, -1);
  field = aiohttp_client_response_get_header (self, "Content-Disposition");
  if (field == NULL || !aiohttp_content_disposition_parse (field, &disposition))
    return NULL;
  return g_strdup (aiohttp_content_disposition_get (&disposition, lower));
}

/**
 * aiohttp_client_response_get_filename:
 * @self: a client response
 *
 * Gets the file name that Content-Disposition proposes, without any folder. It comes from the peer: what it may name is
 * for the program to decide.
 *
 * Returns: (transfer full) (nullable): a name without slashes and backslashes, or %NULL where there is none
 *
 * Since: 0.1
 */
char *
aiohttp_client_response_get_filename (AiohttpClientResponse *self)
{
  g_auto (AiohttpContentDisposition) disposition = { 0 };
  const char *field;
  const char *name;
  const char *base;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  field = aiohttp_client_response_get_header (self, "Content-Disposition");
  if (field == NULL || !aiohttp_content_disposition_parse (field, &disposition))
    return NULL;
  name = aiohttp_content_disposition_get_filename (&disposition);
  if (name == NULL)
    return NULL;
  for (base = name; *name != '\0'; name++)
    if (*name == '/' || *name == '\\')
      base = name + 1;
  return *base != '\0' && strcmp (base, ".") != 0 && strcmp (base, "..") != 0 ? g_strdup (base) : NULL;
}
