/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request.h"
#include "aiohttp-request-private.h"

#include "aiohttp-url-private.h"

/**
 * AiohttpRequest:
 *
 * What a client asks for: method, path, headers and body.
 *
 * A server makes it when the head has arrived; the body is read only when the handler asks for it, by
 * [method@Aiohttp.Request.read], [method@Aiohttp.Request.text] or [method@Aiohttp.Request.json]. What the accessors
 * return is made when it is asked for and lives as long as the request. After the answer the body can no longer be
 * read; all else stays.
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * hello (AiohttpRequest *request, gpointer user_data, GError **error)
 * {
 *   const char *name = aiohttp_request_get_match_info (request, "name");
 *   g_autofree char *text = g_strconcat ("Hello, ", name != NULL ? name : "Anonymous", NULL);
 *
 *   return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
 * }
 * ]|
 *
 * A request belongs to the thread of its server. [method@Aiohttp.Request.get_cancellable] tells when its answer is no
 * longer wanted.
 *
 * aiohttp: `Request`
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpRequest, aiohttp_request, G_TYPE_OBJECT)

/* Of a request that a script has made, as no program can: it asks for nothing. Its text is what terminate_span() may
 * end. */
static char no_text[1];
static AiohttpHttp1Head no_head = { .base = no_text };

/* The head is the request's own copy, and no span reaches its last byte: what follows one may become its end. */
static const char *
terminate_span (AiohttpRequest *self, AiohttpSpan span)
{
  char *text = (char *) self->head->base + span.offset;

  text[span.length] = '\0';
  return text;
}

AiohttpRequest *
aiohttp_request_new (AiohttpServerStream *stream, AiohttpApplication *app, AiohttpHttp1Head *head)
{
  AiohttpRequest *self = g_object_new (AIOHTTP_TYPE_REQUEST, NULL);

  self->stream = stream;
  self->server_app = g_object_ref (app);
  self->app = app;
  if (head != NULL)
    self->head = head;
  return self;
}

gboolean
aiohttp_request_is_readable (AiohttpRequest *self)
{
  return self->head != &no_head;
}

gboolean
aiohttp_request_check_path (AiohttpRequest *self, GError **error)
{
  const char *path = aiohttp_request_span_text (self, self->head->path);
  gboolean plain = !self->head->path_encoded;

  if (!aiohttp_url_check_query (aiohttp_request_span_text (self, self->head->query), self->head->query.length,
                                AIOHTTP_URL_MAX_QUERY_PAIRS, error))
    return FALSE;
  for (gsize i = 0; plain && i < self->head->path.length; i++)
    plain = g_ascii_isprint (path[i]);
  if (G_LIKELY (plain))
    return TRUE;
  self->path = aiohttp_url_decode_path (path, self->head->path.length, error);
  return self->path != NULL;
}

static void
aiohttp_request_finalize (GObject *object)
{
  AiohttpRequest *self = AIOHTTP_REQUEST (object);

  if (self->origin != NULL)
    aiohttp_request_forget_clone (self->origin, self);
  g_clear_object (&self->origin);
  g_clear_pointer (&self->clones, g_ptr_array_unref);
  if (self->params != self->inline_params)
    g_free (self->params);
  if (self->match_values != NULL)
    for (guint i = 0; i < self->n_params; i++)
      g_free (self->match_values[i]);
  if (self->converted != NULL)
    for (guint i = 0; i < self->head->n_fields; i++)
      g_free (self->converted[i]);
  g_free (self->match_values);
  g_free (self->converted);
  if (self->head != &no_head)
    g_free (self->head);
  if (self->input != NULL)
    aiohttp_request_input_forget_request (self->input);
  g_clear_object (&self->input);
  g_clear_object (&self->content);
  aiohttp_byte_buffer_clear (&self->collected);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_error (&self->body_error);
  g_clear_pointer (&self->body_tasks, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->task);
  g_clear_error (&self->failure);
  g_free (self->refusal_text);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_free (self->path);
  g_free (self->raw_path);
  g_free (self->query_string);
  g_free (self->remote);
  g_free (self->host);
  g_free (self->content_type);
  g_free (self->charset);
  g_clear_pointer (&self->extra, aiohttp_request_extra_free);
  g_clear_object (&self->server_app);
  G_OBJECT_CLASS (aiohttp_request_parent_class)->finalize (object);
}

static void
aiohttp_request_class_init (AiohttpRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_request_finalize;
}

static void
aiohttp_request_init (AiohttpRequest *self)
{
  self->head = &no_head;
}

/**
 * aiohttp_request_get_method:
 * @self: a request
 *
 * Gets the method, as it was sent.
 *
 * Returns: the method
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_method (AiohttpRequest *self)
{
  const char *name;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  name = aiohttp_method_id_get_name (self->head->method_id);
  return name != NULL ? name : terminate_span (self, self->head->method);
}

/**
 * aiohttp_request_get_path:
 * @self: a request
 *
 * Gets the path of the target, percent-decoded, without the query.
 *
 * Returns: the path
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_path (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->path == NULL)
    {
      AiohttpSpan path = self->head->path;

      if (path.length > 0)
        self->path = g_utf8_make_valid (aiohttp_request_span_text (self, path), path.length);
      else
        self->path = g_strdup (self->head->target_form == AIOHTTP_TARGET_ASTERISK ? "*" : "/");
    }
  return self->path;
}

/**
 * aiohttp_request_get_raw_path:
 * @self: a request
 *
 * Gets the target as it was sent: percent-encoded, with the query, and with the authority where the client sent one.
 *
 * Returns: the target
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_raw_path (AiohttpRequest *self)
{
  AiohttpSpan target;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  target = self->head->target;
  if (self->raw_path == NULL && !g_utf8_validate (aiohttp_request_span_text (self, target), target.length, NULL))
    self->raw_path = g_utf8_make_valid (aiohttp_request_span_text (self, target), target.length);
  return self->raw_path != NULL ? self->raw_path : terminate_span (self, target);
}

/**
 * aiohttp_request_get_path_qs:
 * @self: a request
 *
 * Gets path and query as they were sent, percent-encoded, without an authority.
 *
 * Returns: path and query
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_path_qs (AiohttpRequest *self)
{
  const char *target;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  target = aiohttp_request_get_raw_path (self);
  if (self->head->target_form != AIOHTTP_TARGET_ABSOLUTE || self->raw_path != NULL)
    return target;
  return self->head->path.length > 0 ? target + (self->head->path.offset - self->head->target.offset) : "/";
}

static const char *
get_raw_query (AiohttpRequest *self, gsize *length)
{
  *length = self->head->query.length;
  return aiohttp_request_span_text (self, self->head->query);
}

/**
 * aiohttp_request_get_query_string:
 * @self: a request
 *
 * Gets the query, percent-decoded as a whole: to show it, not to take it apart. "" without one.
 *
 * Returns: the query
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_query_string (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->query_string == NULL)
    {
      gsize length;
      const char *query = get_raw_query (self, &length);

      self->query_string = length > 0 ? aiohttp_url_decode_path (query, length, NULL) : g_strdup ("");
      if (self->query_string == NULL)
        self->query_string = g_utf8_make_valid (query, length);
    }
  return self->query_string;
}

/**
 * aiohttp_request_get_query:
 * @self: a request
 *
 * Gets the parameters of the query, decoded. Of several with one name the first is kept; of more than 1,000, none.
 *
 * Returns: (transfer none) (element-type utf8 utf8): the parameters
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_request_get_query (AiohttpRequest *self)
{
  gsize length;
  const char *query;
  g_autoptr (GArray) pairs = NULL;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->query != NULL)
    return self->query;
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  query = get_raw_query (self, &length);
  if (length > 0)
    pairs = aiohttp_url_parse_query (query, length, AIOHTTP_URL_MAX_QUERY_PAIRS, NULL);
  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    {
      AiohttpQueryPair *pair = &g_array_index (pairs, AiohttpQueryPair, i);

      if (!g_hash_table_contains (self->query, pair->name))
        g_hash_table_insert (self->query, g_steal_pointer (&pair->name), g_steal_pointer (&pair->value));
    }
  return self->query;
}

/**
 * aiohttp_request_query_get:
 * @self: a request
 * @name: the name of a parameter
 *
 * Gets one parameter of the query, decoded.
 *
 * Returns: (nullable): its value, or %NULL if there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_request_query_get (AiohttpRequest *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (aiohttp_request_get_query (self), name);
}

/**
 * aiohttp_request_get_version:
 * @self: a request
 *
 * Gets the protocol version of the client.
 *
 * Returns: the version
 *
 * Since: 0.1
 */
SoupHTTPVersion
aiohttp_request_get_version (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), SOUP_HTTP_1_1);

  return self->head->minor_version == 0 ? SOUP_HTTP_1_0 : SOUP_HTTP_1_1;
}

/**
 * aiohttp_request_get_headers:
 * @self: a request
 *
 * Gets all headers. They are built by the first call; [method@Aiohttp.Request.get_header] is cheaper for one.
 *
 * Values that are not UTF-8 are taken as Latin-1.
 *
 * Returns: (transfer none): the headers
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_request_get_headers (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->headers == NULL)
    {
      AiohttpFields fields = aiohttp_http1_head_get_fields (self->head);

      self->headers = aiohttp_fields_to_soup (&fields, SOUP_MESSAGE_HEADERS_REQUEST);
    }
  return self->headers;
}

static const char *
get_field_value (AiohttpRequest *self, const AiohttpField *field)
{
  const char *value = terminate_span (self, field->value);
  gsize index = field - self->head->fields;

  if (G_LIKELY (g_utf8_validate (value, field->value.length, NULL)))
    return value;
  if (self->converted == NULL)
    self->converted = g_new0 (char *, self->head->n_fields);
  if (self->converted[index] == NULL)
    self->converted[index] = aiohttp_field_value_to_utf8 (value, field->value.length);
  return self->converted[index];
}

const char *
aiohttp_request_get_header_by_id (AiohttpRequest *self, AiohttpFieldId id)
{
  AiohttpFields fields = aiohttp_http1_head_get_fields (self->head);
  const AiohttpField *field;
  guint position = 0;

  if (!aiohttp_http1_head_has (self->head, id))
    return NULL;
  field = aiohttp_fields_next (&fields, id, &position);
  return field != NULL ? get_field_value (self, field) : NULL;
}

/**
 * aiohttp_request_get_header:
 * @self: a request
 * @name: the name of a header, in any case
 *
 * Gets the value of one header, the first where it was sent several times; a value that is not UTF-8 is taken as
 * Latin-1. It reads the head in place and costs next to nothing.
 *
 * Returns: (nullable): the value, or %NULL if it was not sent
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_header (AiohttpRequest *self, const char *name)
{
  AiohttpFields fields;
  const AiohttpField *field;
  AiohttpFieldId id;
  guint position = 0;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  id = aiohttp_field_id_lookup (name, strlen (name));
  if (id != AIOHTTP_FIELD_OTHER)
    return aiohttp_request_get_header_by_id (self, id);
  fields = aiohttp_http1_head_get_fields (self->head);
  field = aiohttp_fields_next_named (&fields, name, &position);
  return field != NULL ? get_field_value (self, field) : NULL;
}

static void
parse_content_type (AiohttpRequest *self)
{
  const char *value = aiohttp_request_get_header_by_id (self, AIOHTTP_FIELD_CONTENT_TYPE);
  const char *charset = NULL;
  GHashTable *params = NULL;

  if (value != NULL)
    {
      g_autofree char *type = g_strndup (value, strcspn (value, ";"));
      const char *rest = strchr (value, ';');

      self->content_type = g_ascii_strdown (g_strstrip (type), -1);
      if (rest != NULL)
        params = soup_header_parse_semi_param_list (rest + 1);
      if (params != NULL)
        charset = g_hash_table_lookup (params, "charset");
      self->charset = g_strdup (charset);
    }
  if (self->content_type == NULL || *self->content_type == '\0')
    {
      g_free (self->content_type);
      self->content_type = g_strdup ("application/octet-stream");
    }
  g_clear_pointer (&params, soup_header_free_param_list);
}

/**
 * aiohttp_request_get_content_type:
 * @self: a request
 *
 * Gets the type of the body in lower case, without parameters; application/octet-stream if none was sent.
 *
 * Returns: the type
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_content_type (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->content_type == NULL)
    parse_content_type (self);
  return self->content_type;
}

/**
 * aiohttp_request_get_charset:
 * @self: a request
 *
 * Gets the charset parameter of Content-Type.
 *
 * Returns: (nullable): the charset, or %NULL if none was sent
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_charset (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->content_type == NULL)
    parse_content_type (self);
  return self->charset;
}

/**
 * aiohttp_request_get_content_length:
 * @self: a request
 *
 * Gets the length of the body that the client announced.
 *
 * Returns: the length in bytes, or -1 if it is not known
 *
 * Since: 0.1
 */
gint64
aiohttp_request_get_content_length (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), -1);

  return self->head->has_content_length ? (gint64) MIN (self->head->content_length, G_MAXINT64) : -1;
}

/**
 * aiohttp_request_get_keep_alive:
 * @self: a request
 *
 * Tells whether the client lets the connection live on after the answer.
 *
 * Returns: whether it may be kept
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_get_keep_alive (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  return self->head->keep_alive;
}

/**
 * aiohttp_request_has_body:
 * @self: a request
 *
 * Tells whether the request came with a body, be it read or not.
 *
 * Returns: whether there is a body
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_has_body (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);

  return self->head->body != AIOHTTP_HTTP1_BODY_NONE &&
         !(self->head->body == AIOHTTP_HTTP1_BODY_LENGTH && self->head->content_length == 0);
}
