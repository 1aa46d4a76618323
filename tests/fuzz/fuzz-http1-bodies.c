/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-http1-body-private.h"

#include <string.h>

/* The first byte chooses kind, side and lax flags; the second the length or the limits; the rest is the body. It is decoded
 * whole and in pieces, which must agree in payload, end and verdict. */

typedef struct
{
  GString *payload;
  gsize consumed;
  guint status;
  int code;
  gboolean done;
} Outcome;

static Outcome
decode (const char *data, gsize length, gsize step, const AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits,
        gboolean is_response, guint64 max)
{
  Outcome outcome = { .payload = g_string_new (NULL) };
  AiohttpHttp1Body body;
  GError *error = NULL;

  aiohttp_http1_body_init (&body, head, limits, is_response, max);
  while (outcome.consumed < length && !aiohttp_http1_body_is_done (&body))
    {
      const char *from = data + outcome.consumed;
      gsize available = MIN (step, length - outcome.consumed);
      AiohttpSpan slice;
      gsize consumed;
      gboolean done;

      if (!aiohttp_http1_body_feed (&body, from, available, &consumed, &slice, &done, &error))
        break;
      g_assert_true (consumed > 0 && consumed <= available && (gsize) slice.offset + slice.length <= consumed);
      g_string_append_len (outcome.payload, from + slice.offset, (gssize) slice.length);
      outcome.consumed += consumed;
    }
  outcome.done = aiohttp_http1_body_is_done (&body);
  if (error != NULL)
    {
      outcome.status = body.status;
      outcome.code = error->code;
      outcome.consumed = 0; /* where an error is found in a piece says nothing */
      g_assert_true (outcome.status == 400 || outcome.status == 413 || outcome.status == 431);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_error_free (error);
    }
  else
    {
      gboolean ended = aiohttp_http1_body_end (&body, NULL);

      g_assert_true (ended == (outcome.done || head->body == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE));
    }
  g_assert_true (outcome.payload->len <= (max > 0 ? max : G_MAXUINT64));
  return outcome;
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  static const gsize steps[] = { 1, 5, 64 };
  static const guint8 kinds[] = { AIOHTTP_HTTP1_BODY_CHUNKED, AIOHTTP_HTTP1_BODY_CHUNKED, AIOHTTP_HTTP1_BODY_LENGTH,
                                  AIOHTTP_HTTP1_BODY_UNTIL_CLOSE };
  AiohttpHttp1Limits limits = aiohttp_http1_default_limits;
  AiohttpHttp1Head head = { 0 };
  gboolean is_response;
  guint64 max;
  Outcome whole;

  if (size < 2)
    return 0;
  head.body = kinds[input[0] & 3];
  head.content_length = input[1];
  is_response = (input[0] & 4) != 0;
  limits.lax_flags = (input[0] & 0x80) ? AIOHTTP_HTTP1_LAX_DEFAULT : input[0] >> 3;
  limits.max_fields = 8;
  limits.max_field = 64;
  limits.max_chunk_line = 64;
  limits.max_extensions = 256;
  max = head.body == AIOHTTP_HTTP1_BODY_UNTIL_CLOSE ? 0 : input[1];

  whole = decode ((const char *) input + 2, size - 2, size, &head, &limits, is_response, max);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      Outcome pieces = decode ((const char *) input + 2, size - 2, steps[i], &head, &limits, is_response, max);

      g_assert_true (whole.done == pieces.done && whole.status == pieces.status && whole.code == pieces.code &&
                     whole.consumed == pieces.consumed && g_string_equal (whole.payload, pieces.payload));
      g_string_free (pieces.payload, TRUE);
    }
  g_string_free (whole.payload, TRUE);
  return 0;
}
