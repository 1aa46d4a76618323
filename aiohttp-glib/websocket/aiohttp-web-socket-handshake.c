/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-handshake-private.h"

#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

/* zlib cannot deflate with the smallest window of RFC 7692. */
#define MIN_OWN_WINDOW 9

static const char *
skip_space (const char *p)
{
  while (*p == ' ' || *p == '\t')
    p++;
  return p;
}

static const char *
skip_token (const char *p)
{
  while (*p != '\0' && aiohttp_char_is (*p, AIOHTTP_CHAR_TOKEN))
    p++;
  return p;
}

static gboolean
span_is (const char *start, const char *end, const char *text)
{
  gsize length = strlen (text);

  return (gsize) (end - start) == length && g_ascii_strncasecmp (start, text, length) == 0;
}

gboolean
aiohttp_web_socket_list_has (const char *value, const char *token)
{
  for (const char *p = value; p != NULL && *p != '\0';)
    {
      const char *start = p = skip_space (p);
      const char *end = p = skip_token (p);

      p = skip_space (p);
      if ((*p == ',' || *p == '\0') && span_is (start, end, token))
        return TRUE;
      p = strchr (p, ',');
      if (p != NULL)
        p++;
    }
  return FALSE;
}

gboolean
aiohttp_web_socket_key_is_valid (const char *key)
{
  gsize length = strlen (key);
  guchar decoded[24];
  int state = 0;
  guint save = 0;

  /* 22 characters of the alphabet and two of padding. */
  if (length != 24 || key[22] != '=' || key[23] != '=')
    return FALSE;
  for (guint i = 0; i < 22; i++)
    if (!g_ascii_isalnum (key[i]) && key[i] != '+' && key[i] != '/')
      return FALSE;
  return g_base64_decode_step (key, length, decoded, &state, &save) == 16;
}

char *
aiohttp_web_socket_new_key (void)
{
  guchar octets[16];

  return getentropy (octets, sizeof octets) == 0 ? g_base64_encode (octets, sizeof octets) : NULL;
}

char *
aiohttp_web_socket_get_accept (const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) GUID, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

/* One permessage-deflate, offered or agreed on. */
typedef struct
{
  gboolean server_no_context;
  gboolean client_no_context;
  gboolean has_server_bits;
  gboolean has_client_bits;
  guint server_bits; /* 0: given without a value, or not at all */
  guint client_bits;
} Deflate;

typedef struct
{
  const char *name;
  const char *name_end;
  const char *value; /* NULL: none */
  const char *value_end;
} Param;

/* The place behind `name`, `name=token` or `name="token"`; NULL if it is none of them. */
static const char *
read_param (const char *p, Param *param)
{
  param->name = p = skip_space (p);
  param->name_end = p = skip_token (p);
  param->value = param->value_end = NULL;
  if (param->name == param->name_end)
    return NULL;
  p = skip_space (p);
  if (*p == '=')
    {
      gboolean quoted;

      p = skip_space (p + 1);
      quoted = *p == '"';
      param->value = p += quoted;
      param->value_end = p = skip_token (p);
      if (param->value == param->value_end || (quoted && *p++ != '"'))
        return NULL;
      p = skip_space (p);
    }
  return *p == ';' || *p == ',' || *p == '\0' ? p : NULL;
}

static gboolean
take_flag (const Param *param, gboolean *flag)
{
  if (*flag || param->value != NULL)
    return FALSE;
  *flag = TRUE;
  return TRUE;
}

static gboolean
take_bits (const Param *param, gboolean value_optional, gboolean *has, guint *bits)
{
  gsize length = (gsize) (param->value_end - param->value);

  if (*has)
    return FALSE;
  *has = TRUE;
  if (param->value == NULL)
    return value_optional;
  if (length == 1 && (*param->value == '8' || *param->value == '9'))
    *bits = (guint) (*param->value - '0');
  else if (length == 2 && param->value[0] == '1' && param->value[1] >= '0' && param->value[1] <= '5')
    *bits = 10 + (guint) (param->value[1] - '0');
  else
    return FALSE;
  return TRUE;
}

static gboolean
take_param (const Param *param, gboolean of_client, Deflate *deflate)
{
  if (span_is (param->name, param->name_end, "server_no_context_takeover"))
    return take_flag (param, &deflate->server_no_context);
  if (span_is (param->name, param->name_end, "client_no_context_takeover"))
    return take_flag (param, &deflate->client_no_context);
  if (span_is (param->name, param->name_end, "server_max_window_bits"))
    return take_bits (param, FALSE, &deflate->has_server_bits, &deflate->server_bits);
  if (span_is (param->name, param->name_end, "client_max_window_bits"))
    return take_bits (param, of_client, &deflate->has_client_bits, &deflate->client_bits);
  return FALSE;
}

/* Reads the extension at `p`. *usable: it is permessage-deflate, and its parameters are right. The place behind it; NULL
 * where the list cannot be read. */
static const char *
read_extension (const char *p, gboolean of_client, Deflate *deflate, gboolean *usable)
{
  Param param;

  *deflate = (Deflate){ 0 };
  p = read_param (p, &param);
  if (p == NULL)
    return NULL;
  *usable = param.value == NULL && span_is (param.name, param.name_end, "permessage-deflate");
  while (*p == ';')
    {
      p = read_param (p + 1, &param);
      if (p == NULL)
        return NULL;
      *usable = *usable && take_param (&param, of_client, deflate);
    }
  return p;
}

static void
set_terms (AiohttpWebSocketTerms *terms, const Deflate *deflate)
{
  guint server_bits = deflate->server_bits != 0 ? deflate->server_bits : 15;
  guint client_bits = deflate->client_bits != 0 ? deflate->client_bits : 15;

  terms->deflate = TRUE;
  terms->own_window_bits = terms->as_server ? server_bits : client_bits;
  terms->peer_window_bits = terms->as_server ? client_bits : server_bits;
  terms->own_context = terms->as_server ? !deflate->server_no_context : !deflate->client_no_context;
  terms->peer_context = terms->as_server ? !deflate->client_no_context : !deflate->server_no_context;
}

static char *
write_deflate (const Deflate *deflate)
{
  GString *text = g_string_new ("permessage-deflate");

  if (deflate->server_no_context)
    g_string_append (text, "; server_no_context_takeover");
  if (deflate->client_no_context)
    g_string_append (text, "; client_no_context_takeover");
  if (deflate->server_bits != 0)
    g_string_append_printf (text, "; server_max_window_bits=%u", deflate->server_bits);
  if (deflate->client_bits != 0)
    g_string_append_printf (text, "; client_max_window_bits=%u", deflate->client_bits);
  else if (deflate->has_client_bits)
    g_string_append (text, "; client_max_window_bits");
  return g_string_free (text, FALSE);
}

char *
aiohttp_web_socket_accept_deflate (const char *offers, AiohttpWebSocketTerms *terms)
{
  const char *p = offers;

  while (p != NULL && *p != '\0')
    {
      Deflate deflate;
      gboolean usable;

      p = read_extension (p, TRUE, &deflate, &usable);
      if (p == NULL)
        return NULL;
      if (usable && (deflate.server_bits == 0 || deflate.server_bits >= MIN_OWN_WINDOW))
        {
          /* The client need not be held to a smaller window than it names itself. */
          deflate.has_client_bits = FALSE;
          set_terms (terms, &deflate);
          return write_deflate (&deflate);
        }
      if (*p == ',')
        p++;
    }
  return NULL;
}

char *
aiohttp_web_socket_offer_deflate (guint window_bits, gboolean no_context)
{
  const Deflate offer = {
    .client_no_context = no_context,
    .has_client_bits = TRUE,
    .client_bits = window_bits < 15 ? window_bits : 0,
  };

  return write_deflate (&offer);
}

gboolean
aiohttp_web_socket_take_deflate (const char *answer, guint window_bits, gboolean no_context,
                                 AiohttpWebSocketTerms *terms, GError **error)
{
  Deflate deflate;
  gboolean usable = FALSE;
  const char *end = read_extension (answer, FALSE, &deflate, &usable);

  if (end == NULL || *end != '\0' || !usable || window_bits == 0)
    {
      g_autofree char *shown = aiohttp_chars_escape (answer, strlen (answer), 200);

      g_set_error (error, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE,
                   "The server chose extensions that were not offered: %s", shown);
      return FALSE;
    }
  deflate.client_no_context = deflate.client_no_context || no_context;
  deflate.client_bits = MIN (deflate.client_bits != 0 ? deflate.client_bits : 15, window_bits);
  set_terms (terms, &deflate);
  return TRUE;
}
