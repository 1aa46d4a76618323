/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-cookie-jar.h"
#include "aiohttp-cookie-jar-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-set-cookie-private.h"

#define MAX_PER_DOMAIN 50
#define MAX_COOKIES    3000

/**
 * AiohttpCookieJar:
 *
 * Keeps the cookies that servers set, and gives them back to them: aiohttp's `CookieJar`.
 *
 * A [class@Aiohttp.ClientSession] has one of its own unless it is given one; [ctor@Aiohttp.CookieJar.new_dummy] makes one
 * that keeps nothing. Cookies are kept and sent as RFC 6265 has it, and none is taken for a whole public suffix such as
 * `co.uk`, nor from a host that is one itself. Hosts that are IP addresses set none unless the jar is
 * [property@Aiohttp.CookieJar:unsafe].
 *
 * It holds at most 50 cookies of one domain and 3,000 in all, of 4 KiB each: the oldest makes room for a new one.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpCookieJar) jar = aiohttp_cookie_jar_new ();
 * g_autoptr(AiohttpClientSession) session = g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "cookie-jar", jar, NULL);
 *
 * if (!aiohttp_cookie_jar_load (jar, file, error))
 *   return FALSE;
 * ]|
 *
 * A jar may be shared by sessions of one context.
 *
 * Since: 0.1
 */

struct _AiohttpCookieJar
{
  GObject parent_instance;

  SoupCookieJar *store;
  GHashTable *numbers;    /* cookie key → its number in the order of arrival */
  GHashTable *per_domain; /* domain → how many */
  GHashTable *shared;     /* name → value */
  gsize last_number;
  guint n_cookies;
  gboolean unsafe;
  gboolean quote_cookie;
  gboolean discard;
  char **secure_origins;
};

enum
{
  PROP_0,
  PROP_UNSAFE,
  PROP_QUOTE_COOKIE,
  PROP_DISCARD,
  PROP_SECURE_ORIGINS,
  PROP_N_COOKIES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpCookieJar, aiohttp_cookie_jar, G_TYPE_OBJECT)

static char *
make_key (SoupCookie *cookie)
{
  return g_strjoin (";", soup_cookie_get_domain (cookie), soup_cookie_get_path (cookie), soup_cookie_get_name (cookie),
                    NULL);
}

static guint
count_domain (AiohttpCookieJar *self, const char *domain, int change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->per_domain, domain)) + (guint) change;

  if (n == 0)
    g_hash_table_remove (self->per_domain, domain);
  else if (change != 0)
    g_hash_table_insert (self->per_domain, g_strdup (domain), GUINT_TO_POINTER (n));
  return n;
}

/* The store tells of what it drops by itself too, since it has expired. */
static void
on_changed (SoupCookieJar *store, SoupCookie *old_cookie, SoupCookie *new_cookie, gpointer user_data)
{
  AiohttpCookieJar *self = user_data;

  if (old_cookie != NULL)
    {
      g_autofree char *key = make_key (old_cookie);

      if (new_cookie == NULL)
        g_hash_table_remove (self->numbers, key);
      count_domain (self, soup_cookie_get_domain (old_cookie), -1);
      self->n_cookies--;
    }
  if (new_cookie != NULL)
    {
      char *key = make_key (new_cookie);

      /* one in the place of another has its age (RFC 6265, 5.3) */
      if (old_cookie != NULL && g_hash_table_contains (self->numbers, key))
        g_free (key);
      else
        g_hash_table_insert (self->numbers, key, GSIZE_TO_POINTER (++self->last_number));
      count_domain (self, soup_cookie_get_domain (new_cookie), 1);
      self->n_cookies++;
    }
}

static void
aiohttp_cookie_jar_finalize (GObject *object)
{
  AiohttpCookieJar *self = AIOHTTP_COOKIE_JAR (object);

  g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->per_domain, g_hash_table_unref);
  g_clear_pointer (&self->shared, g_hash_table_unref);
  g_strfreev (self->secure_origins);
  G_OBJECT_CLASS (aiohttp_cookie_jar_parent_class)->finalize (object);
}

static void
aiohttp_cookie_jar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpCookieJar *self = AIOHTTP_COOKIE_JAR (object);

  switch (id)
    {
    case PROP_UNSAFE:
      g_value_set_boolean (value, self->unsafe);
      break;
    case PROP_QUOTE_COOKIE:
      g_value_set_boolean (value, self->quote_cookie);
      break;
    case PROP_DISCARD:
      g_value_set_boolean (value, self->discard);
      break;
    case PROP_SECURE_ORIGINS:
      g_value_set_boxed (value, self->secure_origins);
      break;
    case PROP_N_COOKIES:
      g_value_set_uint (value, aiohttp_cookie_jar_get_n_cookies (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_cookie_jar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpCookieJar *self = AIOHTTP_COOKIE_JAR (object);

  switch (id)
    {
    case PROP_UNSAFE:
      self->unsafe = g_value_get_boolean (value);
      break;
    case PROP_QUOTE_COOKIE:
      self->quote_cookie = g_value_get_boolean (value);
      break;
    case PROP_DISCARD:
      self->discard = g_value_get_boolean (value);
      break;
    case PROP_SECURE_ORIGINS:
      self->secure_origins = g_value_dup_boxed (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_cookie_jar_class_init (AiohttpCookieJarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags construct = flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY;

  object_class->finalize = aiohttp_cookie_jar_finalize;
  object_class->get_property = aiohttp_cookie_jar_get_property;
  object_class->set_property = aiohttp_cookie_jar_set_property;

  /**
   * AiohttpCookieJar:unsafe:
   *
   * Whether cookies are taken from hosts that are IP addresses.
   *
   * Since: 0.1
   */
  properties[PROP_UNSAFE] = g_param_spec_boolean ("unsafe", NULL, NULL, FALSE, construct);

  /**
   * AiohttpCookieJar:quote-cookie:
   *
   * Whether a value with characters that no cookie may have is sent in quotes.
   *
   * Since: 0.1
   */
  properties[PROP_QUOTE_COOKIE] = g_param_spec_boolean ("quote-cookie", NULL, NULL, TRUE, construct);

  /**
   * AiohttpCookieJar:discard:
   *
   * Whether the jar keeps nothing.
   *
   * Since: 0.1
   */
  properties[PROP_DISCARD] = g_param_spec_boolean ("discard", NULL, NULL, FALSE, construct);

  /**
   * AiohttpCookieJar:secure-origins:
   *
   * Origins, such as `http://localhost:8080`, that set and get Secure cookies although they are not asked by https: for
   * tests, and for a server behind a proxy on the same machine. %NULL for none.
   *
   * aiohttp: `treat_as_secure_origin`
   *
   * Since: 0.1
   */
  properties[PROP_SECURE_ORIGINS] = g_param_spec_boxed ("secure-origins", NULL, NULL, G_TYPE_STRV, construct);

  /**
   * AiohttpCookieJar:n-cookies:
   *
   * The number of cookies in the jar. It does not notify.
   *
   * Since: 0.1
   */
  properties[PROP_N_COOKIES] = g_param_spec_uint ("n-cookies", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_cookie_jar_init (AiohttpCookieJar *self)
{
  self->store = soup_cookie_jar_new ();
  g_signal_connect (self->store, "changed", G_CALLBACK (on_changed), self);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->per_domain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

gboolean
aiohttp_cookie_is_past (GDateTime *expires)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_compare (expires, now) <= 0;
}

static gboolean
is_expired (SoupCookie *cookie)
{
  GDateTime *expires = soup_cookie_get_expires (cookie);

  return expires != NULL && aiohttp_cookie_is_past (expires);
}

/* Makes room: what has expired goes, and else the oldest, of `domain` or (NULL) of all. */
static void
evict (AiohttpCookieJar *self, const char *domain)
{
  GSList *all = soup_cookie_jar_all_cookies (self->store);
  SoupCookie *oldest = NULL;
  gsize lowest = G_MAXSIZE;

  for (GSList *l = all; l != NULL; l = l->next)
    {
      g_autofree char *key = NULL;
      gsize number;

      if (domain != NULL && strcmp (soup_cookie_get_domain (l->data), domain) != 0)
        continue;
      key = make_key (l->data);
      number = is_expired (l->data) ? 0 : GPOINTER_TO_SIZE (g_hash_table_lookup (self->numbers, key));
      if (number < lowest)
        {
          lowest = number;
          oldest = l->data;
        }
    }
  if (oldest != NULL)
    soup_cookie_jar_delete_cookie (self->store, oldest);
  g_slist_free_full (all, (GDestroyNotify) soup_cookie_free);
}

gboolean
aiohttp_cookie_jar_add (AiohttpCookieJar *self, SoupCookie *cookie)
{
  g_autofree char *domain = g_strdup (soup_cookie_get_domain (cookie));
  gsize size = strlen (soup_cookie_get_name (cookie)) + strlen (soup_cookie_get_value (cookie));
  guint before = self->n_cookies;

  if (self->discard || size > AIOHTTP_MAX_COOKIE_SIZE)
    {
      soup_cookie_free (cookie);
      return FALSE;
    }
  soup_cookie_jar_add_cookie (self->store, cookie);
  if (self->n_cookies <= before)
    return TRUE;
  if (count_domain (self, domain, 0) > MAX_PER_DOMAIN)
    evict (self, domain);
  if (self->n_cookies > MAX_COOKIES)
    evict (self, NULL);
  return TRUE;
}

SoupCookieJar *
aiohttp_cookie_jar_get_store (AiohttpCookieJar *self)
{
  return self->store;
}

GHashTable *
aiohttp_cookie_jar_get_shared (AiohttpCookieJar *self)
{
  return self->shared;
}

static gboolean
may_set (AiohttpCookieJar *self, GUri *uri)
{
  return !self->discard && (self->unsafe || !g_hostname_is_ip_address (g_uri_get_host (uri)));
}

/* The same as if it were asked by https, where it is to be trusted as if it were. */
static GUri *
dup_trusted (AiohttpCookieJar *self, GUri *uri)
{
  for (char **origin = self->secure_origins; origin != NULL && *origin != NULL; origin++)
    {
      g_autofree char *authority = NULL;
      g_autoptr (GUri) trusted = aiohttp_request_url_parse (*origin, NULL, &authority, NULL);

      if (trusted != NULL && aiohttp_request_url_same_origin (trusted, uri))
        return soup_uri_copy (uri, SOUP_URI_SCHEME, "https", SOUP_URI_NONE);
    }
  return g_uri_ref (uri);
}

static void
take_field (AiohttpCookieJar *self, GUri *uri, const char *field_value)
{
  g_autoptr (GUri) asked = dup_trusted (self, uri);
  SoupCookie *cookie = may_set (self, uri) ? aiohttp_set_cookie_parse (field_value, asked) : NULL;

  if (cookie != NULL)
    aiohttp_cookie_jar_add (self, cookie);
}

void
aiohttp_cookie_jar_take_response (AiohttpCookieJar *self, GUri *uri, SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  if (self->discard)
    return;
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
      take_field (self, uri, value);
}

static gboolean
is_own (GPtrArray *own, const char *name)
{
  for (guint i = 0; own != NULL && i < own->len; i += 2)
    if (strcmp (own->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gsize
get_number (AiohttpCookieJar *self, SoupCookie *cookie)
{
  g_autofree char *key = make_key (cookie);

  return GPOINTER_TO_SIZE (g_hash_table_lookup (self->numbers, key));
}

/* RFC 6265, 5.4: the longest path first, of equals the oldest. */
static int
compare_cookies (gconstpointer a, gconstpointer b, gpointer jar)
{
  SoupCookie *first = (SoupCookie *) a;
  SoupCookie *second = (SoupCookie *) b;
  gsize n = strlen (soup_cookie_get_path (first));
  gsize m = strlen (soup_cookie_get_path (second));

  if (n != m)
    return n > m ? -1 : 1;
  return get_number (jar, first) < get_number (jar, second) ? -1 : 1;
}

/* What goes to `uri`, the most specific path first; what is shared last. */
static void
foreach_cookie (AiohttpCookieJar *self, GUri *uri, void (*func) (const char *name, const char *value, gpointer data),
                gpointer data)
{
  g_autoptr (GUri) asked = dup_trusted (self, uri);
  GSList *cookies = self->n_cookies > 0 ? soup_cookie_jar_get_cookie_list (self->store, asked, TRUE) : NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (cookies != NULL && cookies->next != NULL)
    cookies = g_slist_sort_with_data (cookies, compare_cookies, self);
  for (GSList *l = cookies; l != NULL; l = l->next)
    func (soup_cookie_get_name (l->data), soup_cookie_get_value (l->data), data);
  g_slist_free_full (cookies, (GDestroyNotify) soup_cookie_free);
  g_hash_table_iter_init (&iter, self->shared);
  while (g_hash_table_iter_next (&iter, &name, &value))
    func (name, value, data);
}

typedef struct
{
  AiohttpCookieJar *jar;
  GString *field_value;
  GHashTable *seen;
  GPtrArray *own;
} Composition;

static void
compose (const char *name, const char *value, gpointer data)
{
  Composition *composition = data;
  gsize before = composition->field_value->len;

  if (is_own (composition->own, name) || !g_hash_table_add (composition->seen, g_strdup (name)))
    return;
  if (!aiohttp_cookie_append (composition->field_value, name, value, composition->jar->quote_cookie))
    g_string_truncate (composition->field_value, before);
}

gboolean
aiohttp_cookie_jar_dup_field (AiohttpCookieJar *self, GUri *uri, GPtrArray *own, char **cookie, GError **error)
{
  Composition composition = { .jar = self, .own = own };

  *cookie = NULL;
  if (own == NULL && self->n_cookies == 0 && g_hash_table_size (self->shared) == 0)
    return TRUE;
  composition.field_value = g_string_new (NULL);
  composition.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  foreach_cookie (self, uri, compose, &composition);
  g_hash_table_unref (composition.seen);
  for (guint i = 0; own != NULL && i < own->len; i += 2)
    {
      g_autofree char *shown = NULL;

      if (aiohttp_cookie_append (composition.field_value, own->pdata[i], own->pdata[i + 1], self->quote_cookie))
        continue;
      shown = aiohttp_chars_escape (own->pdata[i], strlen (own->pdata[i]), 64);
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Cookie cannot be sent: “%s”", shown);
      g_string_free (composition.field_value, TRUE);
      return FALSE;
    }
  *cookie = g_string_free (composition.field_value, composition.field_value->len == 0);
  return TRUE;
}

/**
 * aiohttp_cookie_jar_new:
 *
 * Makes an empty jar.
 *
 * Returns: (transfer full): a new jar
 *
 * Since: 0.1
 */
AiohttpCookieJar *
aiohttp_cookie_jar_new (void)
{
  return g_object_new (AIOHTTP_TYPE_COOKIE_JAR, NULL);
}

/**
 * aiohttp_cookie_jar_new_dummy:
 *
 * Makes a jar that keeps nothing. aiohttp: `DummyCookieJar`
 *
 * Returns: (transfer full): a new jar
 *
 * Since: 0.1
 */
AiohttpCookieJar *
aiohttp_cookie_jar_new_dummy (void)
{
  return g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "discard", TRUE, NULL);
}

/**
 * aiohttp_cookie_jar_get_unsafe:
 * @self: a jar
 *
 * Tells whether cookies are taken from hosts that are IP addresses.
 *
 * Returns: whether they are
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_get_unsafe (AiohttpCookieJar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);

  return self->unsafe;
}

/**
 * aiohttp_cookie_jar_get_quote_cookie:
 * @self: a jar
 *
 * Tells whether a value with characters that no cookie may have is sent in quotes.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_get_quote_cookie (AiohttpCookieJar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);

  return self->quote_cookie;
}

/**
 * aiohttp_cookie_jar_get_discard:
 * @self: a jar
 *
 * Tells whether the jar keeps nothing.
 *
 * Returns: whether it keeps nothing
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_get_discard (AiohttpCookieJar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);

  return self->discard;
}

/**
 * aiohttp_cookie_jar_get_secure_origins:
 * @self: a jar
 *
 * Gets the origins that get Secure cookies although they are not asked by https.
 *
 * Returns: (array zero-terminated=1) (transfer none) (nullable): origins, or %NULL
 *
 * Since: 0.1
 */
const char *const *
aiohttp_cookie_jar_get_secure_origins (AiohttpCookieJar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), NULL);

  return (const char *const *) self->secure_origins;
}

/**
 * aiohttp_cookie_jar_get_n_cookies:
 * @self: a jar
 *
 * Gets the number of cookies. Those that have expired count until they are come upon.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_cookie_jar_get_n_cookies (AiohttpCookieJar *self)
{
  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), 0);

  return self->n_cookies + g_hash_table_size (self->shared);
}

static GUri *
parse_origin (const char *url, GError **error)
{
  g_autofree char *authorization = NULL;

  return aiohttp_request_url_parse (url, NULL, &authorization, error);
}

/**
 * aiohttp_cookie_jar_update:
 * @self: a jar
 * @name: a name
 * @value: its value
 * @url: (nullable): the URL whose host it is for, or %NULL for all hosts
 * @error: return location for an error
 *
 * Puts a cookie of the program's own into the jar. One for all hosts is sent to each, of whatever scheme: it is for what
 * is no secret. aiohttp: `update_cookies`
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for what is no cookie, or with an error of the URL
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_update (AiohttpCookieJar *self, const char *name, const char *value, const char *url, GError **error)
{
  g_autoptr (GString) field_value = g_string_new (NULL);
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!aiohttp_cookie_append (field_value, name, value, self->quote_cookie))
    {
      g_autofree char *shown = aiohttp_chars_escape (name, strlen (name), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Cookie cannot be sent: “%s”", shown);
      return FALSE;
    }
  if (url == NULL)
    {
      if (!self->discard)
        g_hash_table_insert (self->shared, g_strdup (name), g_strdup (value));
      return TRUE;
    }
  uri = parse_origin (url, error);
  if (uri == NULL)
    return FALSE;
  if (may_set (self, uri))
    aiohttp_cookie_jar_add (self, soup_cookie_new (name, value, g_uri_get_host (uri), "/", -1));
  return TRUE;
}

/**
 * aiohttp_cookie_jar_update_from_header:
 * @self: a jar
 * @set_cookie: the value of a Set-Cookie field
 * @url: the URL that it came from
 * @error: return location for an error
 *
 * Keeps a cookie as if a response had set it; one that must not be set is passed over. aiohttp:
 * `update_cookies_from_headers`
 *
 * Returns: %TRUE; %FALSE with an error of the URL
 *
 * Since: 0.1
 */
gboolean
aiohttp_cookie_jar_update_from_header (AiohttpCookieJar *self, const char *set_cookie, const char *url, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), FALSE);
  g_return_val_if_fail (set_cookie != NULL, FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  uri = parse_origin (url, error);
  if (uri != NULL)
    take_field (self, uri, set_cookie);
  return uri != NULL;
}

static void
add_to_table (const char *name, const char *value, gpointer table)
{
  if (!g_hash_table_contains (table, name))
    g_hash_table_insert (table, g_strdup (name), g_strdup (value));
}

/**
 * aiohttp_cookie_jar_filter:
 * @self: a jar
 * @url: where a request goes
 * @error: return location for an error
 *
 * Gets the cookies that a request carries. aiohttp: `filter_cookies`
 *
 * Returns: (transfer full) (element-type utf8 utf8): values by names; %NULL with an error of the URL
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_cookie_jar_filter (AiohttpCookieJar *self, const char *url, GError **error)
{
  GHashTable *table;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  uri = parse_origin (url, error);
  if (uri == NULL)
    return NULL;
  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  foreach_cookie (self, uri, add_to_table, table);
  return table;
}

/**
 * aiohttp_cookie_jar_list:
 * @self: a jar
 *
 * Lists the cookies that are for a host, those left out that have expired.
 *
 * Returns: (transfer full) (element-type Soup.Cookie): the cookies
 *
 * Since: 0.1
 */
GList *
aiohttp_cookie_jar_list (AiohttpCookieJar *self)
{
  GList *list = NULL;
  GSList *all;

  g_return_val_if_fail (AIOHTTP_IS_COOKIE_JAR (self), NULL);

  all = soup_cookie_jar_all_cookies (self->store);
  for (GSList *l = all; l != NULL; l = l->next)
    {
      if (is_expired (l->data))
        soup_cookie_free (l->data);
      else
        list = g_list_prepend (list, l->data);
    }
  g_slist_free (all);
  return list;
}
