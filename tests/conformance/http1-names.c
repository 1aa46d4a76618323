/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "http1-names.h"

#include "aiohttp-error.h"

#include <string.h>

static const char *const body_kinds[] = {
  [AIOHTTP_HTTP1_BODY_NONE] = "none",       [AIOHTTP_HTTP1_BODY_LENGTH] = "length",
  [AIOHTTP_HTTP1_BODY_CHUNKED] = "chunked", [AIOHTTP_HTTP1_BODY_UNTIL_CLOSE] = "until-close",
  [AIOHTTP_HTTP1_BODY_TUNNEL] = "tunnel",
};

static const char *const forms[] = {
  [AIOHTTP_TARGET_ORIGIN] = "origin",
  [AIOHTTP_TARGET_ABSOLUTE] = "absolute",
  [AIOHTTP_TARGET_AUTHORITY] = "authority",
  [AIOHTTP_TARGET_ASTERISK] = "asterisk",
};

static const char *const codes[] = {
  [AIOHTTP_PROTOCOL_ERROR_FAILED] = "failed",
  [AIOHTTP_PROTOCOL_ERROR_BAD_REQUEST_LINE] = "bad-request-line",
  [AIOHTTP_PROTOCOL_ERROR_BAD_STATUS_LINE] = "bad-status-line",
  [AIOHTTP_PROTOCOL_ERROR_BAD_METHOD] = "bad-method",
  [AIOHTTP_PROTOCOL_ERROR_BAD_TARGET] = "bad-target",
  [AIOHTTP_PROTOCOL_ERROR_BAD_VERSION] = "bad-version",
  [AIOHTTP_PROTOCOL_ERROR_BAD_LINE_END] = "bad-line-end",
  [AIOHTTP_PROTOCOL_ERROR_BAD_FIELD] = "bad-field",
  [AIOHTTP_PROTOCOL_ERROR_BAD_HOST] = "bad-host",
  [AIOHTTP_PROTOCOL_ERROR_BAD_CONTENT_LENGTH] = "bad-content-length",
  [AIOHTTP_PROTOCOL_ERROR_BAD_TRANSFER_ENCODING] = "bad-transfer-encoding",
  [AIOHTTP_PROTOCOL_ERROR_BAD_CHUNK] = "bad-chunk",
  [AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG] = "line-too-long",
  [AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG] = "field-too-long",
  [AIOHTTP_PROTOCOL_ERROR_TOO_MANY_FIELDS] = "too-many-fields",
  [AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE] = "body-too-large",
  [AIOHTTP_PROTOCOL_ERROR_UNEXPECTED_EOF] = "unexpected-eof",
};

const char *
http1_body_kind_get_name (AiohttpHttp1BodyKind kind)
{
  return body_kinds[kind];
}

AiohttpHttp1BodyKind
http1_body_kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (body_kinds); i++)
    if (g_str_equal (name, body_kinds[i]))
      return i;
  g_error ("No kind of body: %s", name);
}

const char *
http1_target_form_get_name (AiohttpTargetForm form)
{
  return forms[form];
}

const char *
http1_error_get_name (const GError *error)
{
  g_assert_true (error != NULL && error->domain == AIOHTTP_PROTOCOL_ERROR);
  return codes[error->code];
}

guint
http1_lax_flags_from_name (const char *name)
{
  static const struct
  {
    const char *name;
    guint flag;
  } flags[] = {
    { "line-end", AIOHTTP_HTTP1_LAX_LINE_END },
    { "fold", AIOHTTP_HTTP1_LAX_FOLD },
    { "controls", AIOHTTP_HTTP1_LAX_CONTROLS },
    { "duplicates", AIOHTTP_HTTP1_LAX_DUPLICATES },
    { "reason", AIOHTTP_HTTP1_LAX_REASON },
    { "chunk-space", AIOHTTP_HTTP1_LAX_CHUNK_SPACE },
    { "length-and-coding", AIOHTTP_HTTP1_LAX_LENGTH_AND_CODING },
    { "codings", AIOHTTP_HTTP1_LAX_CODINGS },
    { "all", AIOHTTP_HTTP1_LAX_DEFAULT },
  };
  guint found = 0;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (flags); i++)
    if (g_str_equal (name, flags[i].name))
      found = flags[i].flag;
  g_assert_true (name == NULL || found != 0);
  return found;
}

void
http1_assert_error (ConformanceCase *test, guint status, const GError *error)
{
  g_autofree char *got = NULL;
  const char *message = conformance_get (test, "message");

  got = g_strdup_printf ("%u %s", status, http1_error_get_name (error));
  g_assert_cmpstr (got, ==, conformance_get (test, "expect"));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), <, 512);
  g_assert_false (g_str_has_suffix (error->message, "."));
  for (const char *p = error->message; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
  if (message != NULL && strstr (error->message, message) == NULL)
    g_error ("%s: \"%s\" is not in \"%s\"", test->name, message, error->message);
}
