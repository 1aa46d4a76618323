/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-route-pattern-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-url-private.h"

#define MAX_SEGMENTS 64

/* A peer chooses what a regular expression is matched against, so what one match may cost is bounded. */
#define MATCH_LIMITS "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=500)"

/* A piece of a URL: text as it is sent, or the value of a parameter. */
typedef struct
{
  char *text;
  int param; /* -1: text */
  AiohttpRoutePartKind kind;
  gboolean keeps_slashes;
} Piece;

/* A run of text, or one parameter, of a segment. */
typedef struct
{
  const char *start;
  gsize length;
  const char *name; /* NULL: text */
  gsize name_length;
  const char *constraint; /* NULL: none */
  gsize constraint_length;
} Token;

typedef struct
{
  const char *text;
  AiohttpRoutePattern *pattern;
  GPtrArray *names;
  GString *canonical;
  GArray *tokens; /* of the segment at hand */
} Reader;

static void
part_clear (gpointer data)
{
  AiohttpRoutePart *part = data;

  g_free (part->text);
  g_clear_pointer (&part->regex, g_regex_unref);
}

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->text);
}

static void
pattern_clear (gpointer data)
{
  AiohttpRoutePattern *self = data;

  g_free (self->text);
  g_free (self->canonical);
  g_array_unref (self->parts);
  g_array_unref (self->pieces);
  g_strfreev (self->params);
}

AiohttpRoutePattern *
aiohttp_route_pattern_ref (AiohttpRoutePattern *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aiohttp_route_pattern_unref (AiohttpRoutePattern *self)
{
  g_atomic_rc_box_release_full (self, pattern_clear);
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
is_identifier (const char *text, gsize length)
{
  if (length == 0 || g_ascii_isdigit (*text))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_')
      return FALSE;
  return TRUE;
}

static gboolean
constraint_is (const Token *token, const char *constraint)
{
  return token->constraint_length == strlen (constraint) &&
         memcmp (token->constraint, constraint, token->constraint_length) == 0;
}

/* The length of "{…}", whose constraint may hold braces of its own; 0 where it does not end. */
static gsize
measure_parameter (const char *text)
{
  guint depth = 0;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '{')
        depth++;
      else if (*at == '}' && --depth == 0)
        return (gsize) (at + 1 - text);
    }
  return 0;
}

static gboolean
read_parameter (Reader *reader, const char *text, gsize length, GError **error)
{
  Token token = { text, length, text + 1, length - 2, NULL, 0 };
  const char *colon = memchr (token.name, ':', token.name_length);

  if (colon != NULL)
    {
      token.constraint = colon + 1;
      token.constraint_length = token.name_length - (gsize) (colon + 1 - token.name);
      token.name_length = (gsize) (colon - token.name);
    }
  if (!is_identifier (token.name, token.name_length))
    return refuse (error,
                   "Parameter “%.*s” of “%s” has no usable name: write letters, digits and underscores, not beginning "
                   "with a digit",
                   (int) length, text, reader->text);
  if (colon != NULL && token.constraint_length == 0)
    return refuse (error,
                   "Parameter “%.*s” of “%s” has nothing behind its colon: write “int”, “*” or a regular expression, "
                   "or leave the colon out",
                   (int) length, text, reader->text);
  g_array_append_val (reader->tokens, token);
  return TRUE;
}

/* Takes the segment apart, up to its slash outside of braces; NULL with an error. */
static const char *
read_tokens (Reader *reader, const char *segment, GError **error)
{
  const char *at = segment;

  g_array_set_size (reader->tokens, 0);
  while (*at != '\0' && *at != '/')
    {
      gsize length = strcspn (at, "/{}");

      if (length > 0)
        {
          Token token = { at, length, NULL, 0, NULL, 0 };

          if (memchr (at, '?', length) != NULL || memchr (at, '#', length) != NULL)
            {
              refuse (error,
                      "“%s” has a query or a fragment, which no route can match: read the query in the handler; a "
                      "literal “?” is written %%3F",
                      reader->text);
              return NULL;
            }
          g_array_append_val (reader->tokens, token);
        }
      else
        {
          length = *at == '{' ? measure_parameter (at) : 0;
          if (length == 0)
            {
              refuse (error,
                      "“%s” has a brace without its other half: a parameter is written “{name}”, a literal brace %%7B "
                      "or %%7D",
                      reader->text);
              return NULL;
            }
          if (!read_parameter (reader, at, length, error))
            return NULL;
        }
      at += length;
    }
  return at;
}

static gboolean
add_name (Reader *reader, const Token *token, GError **error)
{
  g_autofree char *name = g_strndup (token->name, token->name_length);

  if (reader->names->len == AIOHTTP_ROUTE_MAX_PARAMS)
    return refuse (error, "“%s” has more than %d parameters", reader->text, AIOHTTP_ROUTE_MAX_PARAMS);
  if (g_ptr_array_find_with_equal_func (reader->names, name, g_str_equal, NULL))
    return refuse (error, "“%s” names two parameters “%s”: rename one of them", reader->text, name);
  g_string_append_printf (reader->canonical, "{%s}", name);
  g_ptr_array_add (reader->names, g_steal_pointer (&name));
  return TRUE;
}

/* Whether a slash stands where it can match one: not in [^…]. */
static gboolean
names_slash (const char *regex, gsize length)
{
  gboolean in_class = FALSE, negated = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = regex[i];

      if (c == '\\')
        {
          i++;
          if (i < length && regex[i] == '/' && !negated)
            return TRUE;
        }
      else if (!in_class && c == '[')
        {
          in_class = TRUE;
          negated = i + 1 < length && regex[i + 1] == '^';
        }
      else if (in_class && c == ']')
        in_class = negated = FALSE;
      else if (c == '/' && !negated)
        return TRUE;
    }
  return FALSE;
}

/* Appends what matches the token, decoded. */
static gboolean
append_regex (Reader *reader, GString *source, const Token *token, gboolean is_last, GError **error)
{
  if (token->name == NULL)
    {
      g_autofree char *text = aiohttp_url_decode_segment (token->start, token->length, NULL);
      g_autofree char *escaped = text != NULL ? g_regex_escape_string (text, -1) : NULL;

      if (text == NULL)
        return refuse (error, "Text “%.*s” of “%s” is not UTF-8 or holds a NUL", (int) token->length, token->start,
                       reader->text);
      g_string_append (source, escaped);
      return TRUE;
    }
  g_string_append_printf (source, "(?P<%.*s>", (int) token->name_length, token->name);
  if (token->constraint == NULL)
    g_string_append (source, "[^/]+");
  else if (constraint_is (token, "int"))
    g_string_append (source, "[0-9]+");
  else if (constraint_is (token, "*"))
    return refuse (error, "The tail “%.*s” of “%s” is a whole segment: write “/%.*s”", (int) token->length,
                   token->start, reader->text, (int) token->length, token->start);
  else if (!is_last && names_slash (token->constraint, token->constraint_length))
    return refuse (error,
                   "Parameter “%.*s” of “%s” matches a slash, which only the last part of a pattern may: split it into "
                   "a parameter for each segment, or move it to the end",
                   (int) token->length, token->start, reader->text);
  else
    g_string_append_len (source, token->constraint, (gssize) token->constraint_length);
  g_string_append_c (source, ')');
  return TRUE;
}

static gboolean
make_regex (Reader *reader, AiohttpRoutePart *part, GError **error)
{
  g_autoptr (GString) source = g_string_new (NULL);
  g_autofree char *whole = NULL;
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < reader->tokens->len; i++)
    if (!append_regex (reader, source, &g_array_index (reader->tokens, Token, i), part->is_last, error))
      return FALSE;
  whole = g_strconcat (MATCH_LIMITS "\\A(?:", source->str, ")\\z", NULL);
  part->regex = g_regex_new (whole, G_REGEX_OPTIMIZE, 0, &failure);
  if (part->regex == NULL)
    return refuse (error, "“%s” has a regular expression that cannot be read: %s", reader->text, failure->message);
  part->text = g_string_free (g_steal_pointer (&source), FALSE);
  return TRUE;
}

static AiohttpRoutePartKind
choose_kind (Reader *reader)
{
  const Token *token;

  if (reader->tokens->len == 0)
    return AIOHTTP_ROUTE_PART_TEXT;
  token = &g_array_index (reader->tokens, Token, 0);
  if (reader->tokens->len == 1 && token->name == NULL)
    return AIOHTTP_ROUTE_PART_TEXT;
  if (reader->tokens->len > 1)
    return AIOHTTP_ROUTE_PART_REGEX;
  if (token->constraint == NULL)
    return AIOHTTP_ROUTE_PART_NAME;
  if (constraint_is (token, "int"))
    return AIOHTTP_ROUTE_PART_INTEGER;
  if (constraint_is (token, "*"))
    return AIOHTTP_ROUTE_PART_TAIL;
  return AIOHTTP_ROUTE_PART_REGEX;
}

static void
add_piece (Reader *reader, char *text /* taken */, int param, const AiohttpRoutePart *part, gboolean plain)
{
  Piece piece = { text, param, plain ? AIOHTTP_ROUTE_PART_NAME : part->kind, FALSE };

  piece.keeps_slashes = part->is_last && !plain;
  g_array_append_val (reader->pattern->pieces, piece);
}

static gboolean
add_pieces (Reader *reader, const AiohttpRoutePart *part, GError **error)
{
  add_piece (reader, g_strdup ("/"), -1, part, TRUE);
  for (guint i = 0; i < reader->tokens->len; i++)
    {
      const Token *token = &g_array_index (reader->tokens, Token, i);

      if (token->name == NULL)
        {
          g_autofree char *text = aiohttp_url_decode_segment (token->start, token->length, NULL);

          g_string_append_len (reader->canonical, token->start, (gssize) token->length);
          add_piece (reader, aiohttp_url_encode_path (text, -1, FALSE), -1, part, TRUE);
          continue;
        }
      if (!add_name (reader, token, error))
        return FALSE;
      add_piece (reader, NULL, (int) reader->names->len - 1, part, token->constraint == NULL);
    }
  return TRUE;
}

/* Reads one segment; the slash or the end behind it, or NULL with an error. */
static const char *
read_segment (Reader *reader, const char *segment, GError **error)
{
  const char *end = read_tokens (reader, segment, error);
  AiohttpRoutePart part = { 0 };

  if (end == NULL)
    return NULL;
  part.kind = choose_kind (reader);
  part.first = reader->names->len;
  part.is_last = *end == '\0' && part.kind >= AIOHTTP_ROUTE_PART_REGEX && part.kind != AIOHTTP_ROUTE_PART_NAME;
  if (part.kind == AIOHTTP_ROUTE_PART_TEXT)
    {
      part.text = aiohttp_url_decode_segment (segment, (gsize) (end - segment), NULL);
      if (part.text == NULL)
        refuse (error, "Segment “%.*s” of “%s” is not UTF-8 or holds a NUL", (int) (end - segment), segment,
                reader->text);
    }
  else if (part.kind == AIOHTTP_ROUTE_PART_REGEX)
    make_regex (reader, &part, error);
  else if (part.kind == AIOHTTP_ROUTE_PART_TAIL && !part.is_last)
    refuse (error, "The tail “%.*s” of “%s” matches all that is left of a path: move it to the end",
            (int) (end - segment), segment, reader->text);
  else
    part.text = g_strdup ("");
  if (part.text == NULL)
    {
      part_clear (&part);
      return NULL;
    }
  g_string_append_c (reader->canonical, '/');
  g_array_append_val (reader->pattern->parts, part);
  if (!add_pieces (reader, &part, error))
    return NULL;
  g_array_index (reader->pattern->parts, AiohttpRoutePart, reader->pattern->parts->len - 1).n_params =
      reader->names->len - part.first;
  return end;
}

static gboolean
read_segments (Reader *reader, GError **error)
{
  const char *at = reader->text;

  if (*at != '/')
    return refuse (error, "“%s” does not begin with a slash: write “/%s”", at, at);
  while (*at == '/')
    {
      if (reader->pattern->parts->len == MAX_SEGMENTS)
        return refuse (error, "“%s” has more than %d segments", reader->text, MAX_SEGMENTS);
      at = read_segment (reader, at + 1, error);
      if (at == NULL)
        return FALSE;
    }
  return TRUE;
}

AiohttpRoutePattern *
aiohttp_route_pattern_new (const char *text, GError **error)
{
  g_autoptr (AiohttpRoutePattern) self = g_atomic_rc_box_new0 (AiohttpRoutePattern);
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  g_autoptr (GString) canonical = g_string_new (NULL);
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  Reader reader = { text, self, names, canonical, tokens };

  self->text = g_strdup (text);
  self->parts = g_array_new (FALSE, FALSE, sizeof (AiohttpRoutePart));
  g_array_set_clear_func (self->parts, part_clear);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);
  if (!read_segments (&reader, error))
    return NULL;
  self->n_params = names->len;
  self->params = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  self->canonical = g_string_free (g_steal_pointer (&canonical), FALSE);
  return g_steal_pointer (&self);
}

static gboolean
check_value (const AiohttpRoutePattern *self, const Piece *piece, const char *value, GError **error)
{
  const char *name = self->params[piece->param];
  const char *needed = NULL;

  if (value == NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” needs a value for “%s”", self->text,
                   name);
      return FALSE;
    }
  if (piece->kind == AIOHTTP_ROUTE_PART_NAME && *value == '\0')
    needed = "something";
  else if (piece->kind == AIOHTTP_ROUTE_PART_INTEGER &&
           (*value == '\0' || strspn (value, "0123456789") != strlen (value)))
    needed = "digits";
  if (needed == NULL)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” needs %s for “%s”, not “%s”", self->text,
               needed, name, value);
  return FALSE;
}

char *
aiohttp_route_pattern_build (const AiohttpRoutePattern *self, GHashTable *values, GError **error)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);
      const char *value = piece->text;
      g_autofree char *encoded = NULL;

      if (piece->param >= 0)
        {
          value = values != NULL ? g_hash_table_lookup (values, self->params[piece->param]) : NULL;
          if (!check_value (self, piece, value, error))
            return NULL;
          value = encoded = aiohttp_url_encode_path (value, -1, piece->keeps_slashes);
        }
      g_string_append (path, value);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}
