/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-cookie-options.h"
#include "aiohttp-cookie-options-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"

/**
 * AiohttpCookieOptions:
 *
 * The attributes of a cookie that a response sets: see [method@Aiohttp.StreamResponse.set_cookie].
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpCookieOptions) options =
 *     g_object_new (AIOHTTP_TYPE_COOKIE_OPTIONS, "max-age", (gint64) 3600, "http-only", TRUE, "same-site", "Lax", NULL);
 *
 * aiohttp_stream_response_set_cookie (response, "session", id, options, error);
 * ]|
 *
 * Options may be used for any number of cookies.
 *
 * Since: 0.1
 */

struct _AiohttpCookieOptions
{
  GObject parent_instance;

  char *path;
  char *domain;
  char *same_site;
  GDateTime *expires;
  gint64 max_age;
  gboolean secure;
  gboolean http_only;
  gboolean partitioned;
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_DOMAIN,
  PROP_MAX_AGE,
  PROP_EXPIRES,
  PROP_SECURE,
  PROP_HTTP_ONLY,
  PROP_SAME_SITE,
  PROP_PARTITIONED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpCookieOptions, aiohttp_cookie_options, G_TYPE_OBJECT)

static gboolean
is_attribute (const char *name, const char *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (value == NULL || (aiohttp_chars_is_field_value (value, strlen (value)) && strchr (value, ';') == NULL))
    return TRUE;
  shown = aiohttp_chars_escape (value, strlen (value), 64);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "The cookie's %s “%s” holds a semicolon, a line end or another control", name, shown);
  return FALSE;
}

static gboolean
is_same_site (const char *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (value == NULL || g_ascii_strcasecmp (value, "Strict") == 0 || g_ascii_strcasecmp (value, "Lax") == 0 ||
      g_ascii_strcasecmp (value, "None") == 0)
    return TRUE;
  shown = aiohttp_chars_escape (value, strlen (value), 64);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "The cookie's SameSite “%s” is none of Strict, Lax and None", shown);
  return FALSE;
}

/* What Python's http.cookies leaves as it is: RFC 6265's cookie-octet, but for a few. */
static gboolean
is_plain (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-.^_`|~:/=?@()[]{}<>", c) != NULL);
}

static void
append_value (GString *line, const char *value)
{
  gboolean plain = TRUE;

  for (const char *p = value; *p != '\0'; p++)
    plain = plain && is_plain (*p);
  if (plain)
    {
      g_string_append (line, value);
      return;
    }
  g_string_append_c (line, '"');
  for (const guchar *p = (const guchar *) value; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (line, "\\%c", *p);
    else if (*p < 0x20 || *p == ',' || *p == ';' || *p >= 0x7f)
      g_string_append_printf (line, "\\%03o", *p);
    else
      g_string_append_c (line, (char) *p);
  g_string_append_c (line, '"');
}

static void
append_attributes (AiohttpCookieOptions *self, GString *line)
{
  if (self->domain != NULL)
    g_string_append_printf (line, "; Domain=%s", self->domain);
  if (self->expires != NULL)
    {
      g_autofree char *date = soup_date_time_to_string (self->expires, SOUP_DATE_HTTP);

      g_string_append_printf (line, "; Expires=%s", date);
    }
  if (self->http_only)
    g_string_append (line, "; HttpOnly");
  if (self->max_age >= 0)
    g_string_append_printf (line, "; Max-Age=%" G_GINT64_FORMAT, self->max_age);
  if (self->partitioned)
    g_string_append (line, "; Partitioned");
  if (self->path != NULL)
    g_string_append_printf (line, "; Path=%s", self->path);
  if (self->same_site != NULL)
    g_string_append_printf (line, "; SameSite=%s", self->same_site);
  if (self->secure)
    g_string_append (line, "; Secure");
}

char *
aiohttp_cookie_options_format (AiohttpCookieOptions *self, const char *name, const char *value, GError **error)
{
  GString *line;

  if (self != NULL && (!is_attribute ("path", self->path, error) || !is_attribute ("domain", self->domain, error) ||
                       !is_same_site (self->same_site, error)))
    return NULL;
  line = g_string_new (name);
  g_string_append_c (line, '=');
  append_value (line, value);
  if (self != NULL)
    append_attributes (self, line);
  else
    g_string_append (line, "; Path=/");
  return g_string_free (line, FALSE);
}

AiohttpCookieOptions *
aiohttp_cookie_options_dup_expired (AiohttpCookieOptions *self)
{
  AiohttpCookieOptions *copy = aiohttp_cookie_options_new ();

  if (self != NULL)
    {
      aiohttp_cookie_options_set_path (copy, self->path);
      aiohttp_cookie_options_set_domain (copy, self->domain);
      aiohttp_cookie_options_set_same_site (copy, self->same_site);
      copy->secure = self->secure;
      copy->http_only = self->http_only;
      copy->partitioned = self->partitioned;
    }
  copy->max_age = 0;
  copy->expires = g_date_time_new_from_unix_utc (0);
  return copy;
}

static void
aiohttp_cookie_options_finalize (GObject *object)
{
  AiohttpCookieOptions *self = AIOHTTP_COOKIE_OPTIONS (object);

  g_free (self->path);
  g_free (self->domain);
  g_free (self->same_site);
  g_clear_pointer (&self->expires, g_date_time_unref);
  G_OBJECT_CLASS (aiohttp_cookie_options_parent_class)->finalize (object);
}

static void
aiohttp_cookie_options_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpCookieOptions *self = AIOHTTP_COOKIE_OPTIONS (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_DOMAIN:
      g_value_set_string (value, self->domain);
      break;
    case PROP_MAX_AGE:
      g_value_set_int64 (value, self->max_age);
      break;
    case PROP_EXPIRES:
      g_value_set_boxed (value, self->expires);
      break;
    case PROP_SECURE:
      g_value_set_boolean (value, self->secure);
      break;
    case PROP_HTTP_ONLY:
      g_value_set_boolean (value, self->http_only);
      break;
    case PROP_SAME_SITE:
      g_value_set_string (value, self->same_site);
      break;
    case PROP_PARTITIONED:
      g_value_set_boolean (value, self->partitioned);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_cookie_options_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpCookieOptions *self = AIOHTTP_COOKIE_OPTIONS (object);

  switch (id)
    {
    case PROP_PATH:
      aiohttp_cookie_options_set_path (self, g_value_get_string (value));
      break;
    case PROP_DOMAIN:
      aiohttp_cookie_options_set_domain (self, g_value_get_string (value));
      break;
    case PROP_MAX_AGE:
      aiohttp_cookie_options_set_max_age (self, g_value_get_int64 (value));
      break;
    case PROP_EXPIRES:
      aiohttp_cookie_options_set_expires (self, g_value_get_boxed (value));
      break;
    case PROP_SECURE:
      aiohttp_cookie_options_set_secure (self, g_value_get_boolean (value));
      break;
    case PROP_HTTP_ONLY:
      aiohttp_cookie_options_set_http_only (self, g_value_get_boolean (value));
      break;
    case PROP_SAME_SITE:
      aiohttp_cookie_options_set_same_site (self, g_value_get_string (value));
      break;
    case PROP_PARTITIONED:
      aiohttp_cookie_options_set_partitioned (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_cookie_options_class_init (AiohttpCookieOptionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_cookie_options_finalize;
  object_class->get_property = aiohttp_cookie_options_get_property;
  object_class->set_property = aiohttp_cookie_options_set_property;

  /**
   * AiohttpCookieOptions:path:
   *
   * The path below which the client sends the cookie, `/` by default; %NULL: that of the request.
   *
   * Since: 0.1
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "/", flags);

  /**
   * AiohttpCookieOptions:domain:
   *
   * The domain to whose hosts the client sends the cookie; %NULL: only to the host that set it.
   *
   * Since: 0.1
   */
  properties[PROP_DOMAIN] = g_param_spec_string ("domain", NULL, NULL, NULL, flags);

  /**
   * AiohttpCookieOptions:max-age:
   *
   * The seconds for which the client keeps the cookie; -1: not said.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_AGE] = g_param_spec_int64 ("max-age", NULL, NULL, -1, G_MAXINT64, -1, flags);

  /**
   * AiohttpCookieOptions:expires:
   *
   * The time up to which the client keeps the cookie; %NULL: not said.
   *
   * Since: 0.1
   */
  properties[PROP_EXPIRES] = g_param_spec_boxed ("expires", NULL, NULL, G_TYPE_DATE_TIME, flags);

  /**
   * AiohttpCookieOptions:secure:
   *
   * Whether the client sends the cookie by HTTPS only.
   *
   * Since: 0.1
   */
  properties[PROP_SECURE] = g_param_spec_boolean ("secure", NULL, NULL, FALSE, flags);

  /**
   * AiohttpCookieOptions:http-only:
   *
   * Whether the cookie is hidden from scripts.
   *
   * Since: 0.1
   */
  properties[PROP_HTTP_ONLY] = g_param_spec_boolean ("http-only", NULL, NULL, FALSE, flags);

  /**
   * AiohttpCookieOptions:same-site:
   *
   * `Strict`, `Lax` or `None`: with which requests from other sites the client sends the cookie; %NULL: not said.
   *
   * Since: 0.1
   */
  properties[PROP_SAME_SITE] = g_param_spec_string ("same-site", NULL, NULL, NULL, flags);

  /**
   * AiohttpCookieOptions:partitioned:
   *
   * Whether the client keeps the cookie apart for each site that embeds this one (CHIPS). Browsers want
   * [property@Aiohttp.CookieOptions:secure], too.
   *
   * Since: 0.1
   */
  properties[PROP_PARTITIONED] = g_param_spec_boolean ("partitioned", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_cookie_options_init (AiohttpCookieOptions *self)
{
  self->path = g_strdup ("/");
  self->max_age = -1;
}

/**
 * aiohttp_cookie_options_new:
 *
 * Makes options of a path of `/` and nothing else.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
AiohttpCookieOptions *
aiohttp_cookie_options_new (void)
{
  return g_object_new (AIOHTTP_TYPE_COOKIE_OPTIONS, NULL);
}

/**
 * aiohttp_cookie_options_get_path:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:path].
 *
 * Returns: (nullable): the path
 *
 * Since: 0.1
 */
const char *
aiohttp_cookie_options_get_path (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), NULL);

  return self->path;
}

/**
 * aiohttp_cookie_options_set_path:
 * @self: options of a cookie
 * @path: (nullable): the path
 *
 * Sets [property@Aiohttp.CookieOptions:path].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_path (AiohttpCookieOptions *self, const char *path)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (g_strcmp0 (self->path, path) == 0)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
}

/**
 * aiohttp_cookie_options_get_domain:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:domain].
 *
 * Returns: (nullable): the domain
 *
 * Since: 0.1
 */
const char *
aiohttp_cookie_options_get_domain (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), NULL);

  return self->domain;
}

/**
 * aiohttp_cookie_options_set_domain:
 * @self: options of a cookie
 * @domain: (nullable): the domain
 *
 * Sets [property@Aiohttp.CookieOptions:domain].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_domain (AiohttpCookieOptions *self, const char *domain)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (g_strcmp0 (self->domain, domain) == 0)
    return;
  g_free (self->domain);
  self->domain = g_strdup (domain);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOMAIN]);
}

/**
 * aiohttp_cookie_options_get_max_age:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:max-age].
 *
 * Returns:: the max age
 *
 * Since: 0.1
 */
gint64
aiohttp_cookie_options_get_max_age (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), -1);

  return self->max_age;
}

/**
 * aiohttp_cookie_options_set_max_age:
 * @self: options of a cookie
 * @max_age: the max age
 *
 * Sets [property@Aiohttp.CookieOptions:max-age].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_max_age (AiohttpCookieOptions *self, gint64 max_age)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (self->max_age == max_age)
    return;
  self->max_age = max_age;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_AGE]);
}

/**
 * aiohttp_cookie_options_get_expires:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:expires].
 *
 * Returns: (transfer none) (nullable): the expires
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_cookie_options_get_expires (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), NULL);

  return self->expires;
}

/**
 * aiohttp_cookie_options_set_expires:
 * @self: options of a cookie
 * @expires: (nullable): the expires
 *
 * Sets [property@Aiohttp.CookieOptions:expires].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_expires (AiohttpCookieOptions *self, GDateTime *expires)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (self->expires == expires)
    return;
  g_clear_pointer (&self->expires, g_date_time_unref);
  self->expires = expires != NULL ? g_date_time_ref (expires) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRES]);
}

/**
 * aiohttp_cookie_options_get_secure:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:secure].
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_options_get_secure (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), FALSE);

  return self->secure;
}

/**
 * aiohttp_cookie_options_set_secure:
 * @self: options of a cookie
 * @secure: whether it is to be
 *
 * Sets [property@Aiohttp.CookieOptions:secure].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_secure (AiohttpCookieOptions *self, gboolean secure)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (self->secure == !!secure)
    return;
  self->secure = !!secure;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECURE]);
}

/**
 * aiohttp_cookie_options_get_http_only:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:http-only].
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_options_get_http_only (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), FALSE);

  return self->http_only;
}

/**
 * aiohttp_cookie_options_set_http_only:
 * @self: options of a cookie
 * @http_only: whether it is to be
 *
 * Sets [property@Aiohttp.CookieOptions:http-only].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_http_only (AiohttpCookieOptions *self, gboolean http_only)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (self->http_only == !!http_only)
    return;
  self->http_only = !!http_only;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HTTP_ONLY]);
}

/**
 * aiohttp_cookie_options_get_same_site:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:same-site].
 *
 * Returns: (nullable): the same site
 *
 * Since: 0.1
 */
const char *
aiohttp_cookie_options_get_same_site (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), NULL);

  return self->same_site;
}

/**
 * aiohttp_cookie_options_set_same_site:
 * @self: options of a cookie
 * @same_site: (nullable): the same site
 *
 * Sets [property@Aiohttp.CookieOptions:same-site].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_same_site (AiohttpCookieOptions *self, const char *same_site)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (g_strcmp0 (self->same_site, same_site) == 0)
    return;
  g_free (self->same_site);
  self->same_site = g_strdup (same_site);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAME_SITE]);
}

/**
 * aiohttp_cookie_options_get_partitioned:
 * @self: options of a cookie
 *
 * Gets [property@Aiohttp.CookieOptions:partitioned].
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_options_get_partitioned (AiohttpCookieOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self), FALSE);

  return self->partitioned;
}

/**
 * aiohttp_cookie_options_set_partitioned:
 * @self: options of a cookie
 * @partitioned: whether it is to be
 *
 * Sets [property@Aiohttp.CookieOptions:partitioned].
 *
 * Since: 0.1
 */
void
aiohttp_cookie_options_set_partitioned (AiohttpCookieOptions *self, gboolean partitioned)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_OPTIONS (self));

  if (self->partitioned == !!partitioned)
    return;
  self->partitioned = !!partitioned;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PARTITIONED]);
}
