/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-digest-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-params-private.h"
#include "aiohttp-sha512-256-private.h"

typedef struct
{
  const char *name;
  GChecksumType type;
  gboolean is_sha512_256;
} Algorithm;

/* From the weakest to the strongest; aiohttp's SHA and SHA-512 are not in the RFC. */
static const Algorithm algorithms[] = {
  { "MD5", G_CHECKSUM_MD5, FALSE },           { "SHA", G_CHECKSUM_SHA1, FALSE },
  { "SHA-512", G_CHECKSUM_SHA512, FALSE },    { "SHA-256", G_CHECKSUM_SHA256, FALSE },
  { "SHA-512-256", G_CHECKSUM_SHA512, TRUE },
};

void
aiohttp_digest_challenge_clear (AiohttpDigestChallenge *self)
{
  g_clear_pointer (&self->realm, g_free);
  g_clear_pointer (&self->nonce, g_free);
  g_clear_pointer (&self->opaque, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->algorithm, g_free);
}

static const Algorithm *
find_algorithm (const char *name)
{
  gsize length = strlen (name);

  if (length > 5 && g_ascii_strcasecmp (name + length - 5, "-sess") == 0)
    length -= 5;
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strlen (algorithms[i].name) == length && g_ascii_strncasecmp (name, algorithms[i].name, length) == 0)
      return &algorithms[i];
  return NULL;
}

static gboolean
name_is (const AiohttpParam *param, const char *name)
{
  return param->name_length == strlen (name) && aiohttp_chars_equal_fold (param->name, name, param->name_length);
}

static void
read_qop (AiohttpDigestChallenge *self, const char *value)
{
  g_auto (GStrv) options = g_strsplit_set (value, ", \t", -1);

  for (guint i = 0; options[i] != NULL; i++)
    {
      self->auth = self->auth || g_ascii_strcasecmp (options[i], "auth") == 0;
      self->auth_int = self->auth_int || g_ascii_strcasecmp (options[i], "auth-int") == 0;
    }
}

static void
read_param (AiohttpDigestChallenge *self, const AiohttpParam *param)
{
  g_autofree char *value = aiohttp_param_dup_value (param);
  char **strings[] = { &self->realm, &self->nonce, &self->opaque, &self->domain, &self->algorithm };
  const char *const names[] = { "realm", "nonce", "opaque", "domain", "algorithm" };

  if (!g_utf8_validate (value, -1, NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (name_is (param, names[i]) && *strings[i] == NULL)
      *strings[i] = g_steal_pointer (&value);
  if (value == NULL)
    return;
  if (name_is (param, "qop"))
    {
      self->no_qop = FALSE;
      read_qop (self, value);
    }
  else if (name_is (param, "stale"))
    self->stale = g_ascii_strcasecmp (value, "true") == 0;
  else if (name_is (param, "userhash"))
    self->userhash = g_ascii_strcasecmp (value, "true") == 0;
}

static gboolean
is_answerable (const AiohttpDigestChallenge *self)
{
  return self->realm != NULL && self->nonce != NULL && *self->nonce != '\0' &&
         find_algorithm (self->algorithm) != NULL && (self->no_qop || self->auth || self->auth_int);
}

static const char *
skip_separators (const char *p)
{
  while (*p == ' ' || *p == '\t' || *p == ',')
    p++;
  return p;
}

/* Reads the parameters behind "Digest"; where they end. */
static const char *
read_challenge (AiohttpQuotes *quotes, const char *p, AiohttpDigestChallenge *self)
{
  *self = (AiohttpDigestChallenge){ .no_qop = TRUE };
  for (;;)
    {
      AiohttpParam param;
      const char *end;

      p = skip_separators (p);
      end = aiohttp_param_read (quotes, p, &param);
      if (end == NULL)
        break;
      read_param (self, &param);
      p = end;
    }
  if (self->algorithm == NULL)
    self->algorithm = g_strdup ("MD5");
  self->session = g_str_has_suffix (self->algorithm, "-sess") || g_str_has_suffix (self->algorithm, "-SESS");
  return p;
}

gboolean
aiohttp_digest_challenge_parse (const char *field_value, AiohttpDigestChallenge *challenge)
{
  gsize length = strlen (field_value);
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, length);
  const char *p = skip_separators (field_value);
  gboolean found = FALSE;

  while (*p != '\0')
    {
      const char *scheme = p;
      g_auto (AiohttpDigestChallenge) read = { 0 };
      gboolean better;

      p = aiohttp_chars_span (p, field_value + length, AIOHTTP_CHAR_TOKEN);
      if (p == scheme)
        break;
      if (p - scheme != 6 || g_ascii_strncasecmp (scheme, "Digest", 6) != 0)
        {
          g_auto (AiohttpDigestChallenge) other = { 0 };

          const char *after = read_challenge (&quotes, p, &other);

          /* another scheme, with parameters of its own, or with a token that is none of these */
          p = after == skip_separators (p) ? after + strcspn (after, ",") : after;
          p = skip_separators (p);
          continue;
        }
      p = read_challenge (&quotes, p, &read);
      better =
          is_answerable (&read) && (!found || find_algorithm (read.algorithm) > find_algorithm (challenge->algorithm));
      if (!better)
        continue;
      if (found)
        aiohttp_digest_challenge_clear (challenge);
      *challenge = read;
      read = (AiohttpDigestChallenge){ 0 };
      found = TRUE;
    }
  return found;
}

static char *
hash (const Algorithm *algorithm, const char *text)
{
  if (algorithm->is_sha512_256)
    return aiohttp_sha512_256 (text, strlen (text));
  return g_compute_checksum_for_string (algorithm->type, text, -1);
}

static char *
hash_bytes (const Algorithm *algorithm, GBytes *bytes)
{
  gsize length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : "";

  if (algorithm->is_sha512_256)
    return aiohttp_sha512_256 (data != NULL ? data : "", length);
  return g_compute_checksum_for_data (algorithm->type, data != NULL ? data : (const guchar *) "", length);
}

static char *
hash_joined (const Algorithm *algorithm, const char *a, const char *b, const char *c)
{
  g_autofree char *joined = g_strjoin (":", a, b, c, NULL);

  return hash (algorithm, joined);
}

static void
append_quoted (GString *string, const char *name, const char *value)
{
  g_string_append_printf (string, ", %s=\"", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (string, '\\');
      g_string_append_c (string, *p);
    }
  g_string_append_c (string, '"');
}

/* RFC 7616, 3.4. */
char *
aiohttp_digest_answer (const AiohttpDigestChallenge *challenge, const char *login, const char *password,
                       const char *method, const char *uri, GBytes *body, const char *cnonce, guint count)
{
  const Algorithm *algorithm = find_algorithm (challenge->algorithm);
  const char *qop = challenge->no_qop ? NULL : challenge->auth_int ? "auth-int" : "auth";
  g_autofree char *body_hash = qop != NULL && challenge->auth_int ? hash_bytes (algorithm, body) : NULL;
  g_autofree char *plain_a1 = hash_joined (algorithm, login, challenge->realm, password);
  g_autofree char *a1 =
      challenge->session ? hash_joined (algorithm, plain_a1, challenge->nonce, cnonce) : g_strdup (plain_a1);
  g_autofree char *a2 = hash_joined (algorithm, method, uri, body_hash);
  g_autofree char *nc = g_strdup_printf ("%08x", count);
  g_autofree char *middle =
      qop != NULL ? g_strjoin (":", challenge->nonce, nc, cnonce, qop, NULL) : g_strdup (challenge->nonce);
  g_autofree char *response = hash_joined (algorithm, a1, middle, a2);
  g_autofree char *user =
      challenge->userhash ? hash_joined (algorithm, login, challenge->realm, NULL) : g_strdup (login);
  GString *answer = g_string_new ("Digest ");
  GString *fields = g_string_new (NULL);

  append_quoted (fields, "username", user);
  append_quoted (fields, "realm", challenge->realm);
  append_quoted (fields, "nonce", challenge->nonce);
  append_quoted (fields, "uri", uri);
  append_quoted (fields, "response", response);
  g_string_append_printf (fields, ", algorithm=%s", challenge->algorithm);
  if (challenge->opaque != NULL)
    append_quoted (fields, "opaque", challenge->opaque);
  if (qop != NULL)
    g_string_append_printf (fields, ", qop=%s, nc=%s", qop, nc);
  if (qop != NULL || challenge->session)
    append_quoted (fields, "cnonce", cnonce);
  if (challenge->userhash)
    g_string_append (fields, ", userhash=true");
  g_string_append (answer, fields->str + 2);
  g_string_free (fields, TRUE);
  return g_string_free (answer, FALSE);
}
