/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-forwarded.h"
#include "aiohttp-forwarded-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-headers-private.h"
#include "aiohttp-params-private.h"

/**
 * AiohttpForwarded:
 *
 * What one proxy tells of a request that it has passed on: an element of the Forwarded header (RFC 7239).
 *
 * Anybody can send that header. Of the elements of [method@Aiohttp.Request.get_forwarded] only those at the end come from
 * proxies of one's own, as many as there are of them.
 *
 * It is immutable, and may be used in any thread. aiohttp: `BaseRequest.forwarded`
 *
 * Since: 0.1
 */

struct _AiohttpForwarded
{
  gatomicrefcount ref_count;
  GHashTable *parameters;
};

G_DEFINE_BOXED_TYPE (AiohttpForwarded, aiohttp_forwarded, aiohttp_forwarded_ref, aiohttp_forwarded_unref)

static AiohttpForwarded *
forwarded_new (void)
{
  AiohttpForwarded *self = g_new0 (AiohttpForwarded, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* `for=192.0.2.1:80` is not a token, for all that many send it unquoted. */
static const char *
skip_port (const char *p, const char *end)
{
  const char *digits = p + 1;
  const char *stop;

  if (p == end || *p != ':')
    return p;
  stop = aiohttp_chars_span (digits, end, AIOHTTP_CHAR_DIGIT);
  return stop > digits ? stop : p;
}

/* The first octet behind the pair at `p`, NULL where there is none. */
static const char *
read_pair (AiohttpForwarded *self, AiohttpQuotes *quotes, const char *p)
{
  AiohttpParam param;
  const char *behind = aiohttp_param_read (quotes, p, &param);
  g_autofree char *value = NULL;
  g_autofree char *whole = NULL;
  const char *port;

  if (behind == NULL)
    return NULL;
  port = behind;
  behind = skip_port (behind, quotes->end);
  value = aiohttp_param_dup_value (&param);
  whole = g_strdup_printf ("%s%.*s", value, (int) (behind - port), port);
  g_hash_table_replace (self->parameters, g_ascii_strdown (param.name, (gssize) param.name_length),
                        aiohttp_field_value_to_utf8 (whole, strlen (whole)));
  return behind;
}

GList *
aiohttp_forwarded_parse (GList *elements, const char *field_value, gsize length)
{
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, length);
  const char *end = quotes.end;
  const char *p = field_value;
  AiohttpForwarded *element = forwarded_new ();
  gboolean behind_pair = FALSE;

  elements = g_list_prepend (elements, element);
  while (p != NULL && p < end)
    {
      const char *behind;

      switch (*p)
        {
        case ' ':
        case '\t':
          p++;
          continue;
        case ';':
          behind_pair = FALSE;
          p++;
          continue;
        case ',':
          behind_pair = FALSE;
          element = forwarded_new ();
          elements = g_list_prepend (elements, element);
          p++;
          continue;
        default:
          break;
        }
      behind = behind_pair ? NULL : read_pair (element, &quotes, p);
      behind_pair = TRUE;
      p = behind != NULL ? behind : memchr (p, ',', (gsize) (end - p));
    }
  return elements;
}

/**
 * aiohttp_forwarded_ref:
 * @self: an element of Forwarded
 *
 * Takes another reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
AiohttpForwarded *
aiohttp_forwarded_ref (AiohttpForwarded *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * aiohttp_forwarded_unref:
 * @self: an element of Forwarded
 *
 * Gives a reference back.
 *
 * Since: 0.1
 */
void
aiohttp_forwarded_unref (AiohttpForwarded *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->parameters);
  g_free (self);
}

/**
 * aiohttp_forwarded_get_by:
 * @self: an element of Forwarded
 *
 * Gets the interface at which the proxy was reached.
 *
 * Returns: (nullable): the address or identifier
 *
 * Since: 0.1
 */
const char *
aiohttp_forwarded_get_by (AiohttpForwarded *self)
{
  return aiohttp_forwarded_get_parameter (self, "by");
}

/**
 * aiohttp_forwarded_get_for:
 * @self: an element of Forwarded
 *
 * Gets who asked the proxy: an address, in brackets if it is one of IPv6, with or without a port; `unknown`, or an
 * identifier that begins with `_`.
 *
 * Returns: (nullable): the address or identifier
 *
 * Since: 0.1
 */
const char *
aiohttp_forwarded_get_for (AiohttpForwarded *self)
{
  return aiohttp_forwarded_get_parameter (self, "for");
}

/**
 * aiohttp_forwarded_get_host:
 * @self: an element of Forwarded
 *
 * Gets the Host that the proxy was sent.
 *
 * Returns: (nullable): the host
 *
 * Since: 0.1
 */
const char *
aiohttp_forwarded_get_host (AiohttpForwarded *self)
{
  return aiohttp_forwarded_get_parameter (self, "host");
}

/**
 * aiohttp_forwarded_get_proto:
 * @self: an element of Forwarded
 *
 * Gets the scheme by which the proxy was asked.
 *
 * Returns: (nullable): the scheme, as it was sent
 *
 * Since: 0.1
 */
const char *
aiohttp_forwarded_get_proto (AiohttpForwarded *self)
{
  return aiohttp_forwarded_get_parameter (self, "proto");
}

/**
 * aiohttp_forwarded_get_parameter:
 * @self: an element of Forwarded
 * @name: the name of a parameter, in lower case
 *
 * Gets any parameter, those of extensions too.
 *
 * Returns: (nullable): its value
 *
 * Since: 0.1
 */
const char *
aiohttp_forwarded_get_parameter (AiohttpForwarded *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->parameters, name);
}

/**
 * aiohttp_forwarded_get_parameters:
 * @self: an element of Forwarded
 *
 * Gets all parameters by their names, which are in lower case.
 *
 * Returns: (transfer none) (element-type utf8 utf8): the parameters
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_forwarded_get_parameters (AiohttpForwarded *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parameters;
}
