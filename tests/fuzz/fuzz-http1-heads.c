/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-http1-parser-private.h"
#include "aiohttp-url-private.h"

#include <string.h>

/* The first byte chooses side, method and lax flags; the second the limits; the rest is the head. It is parsed whole and in
 * pieces, which must agree in everything, and what was found is then used in every way that the library uses it. */

#define MAX_FIELDS 16

typedef struct
{
  AiohttpHttp1Head *head;
  AiohttpHttp1Result result;
  guint status;
  int code;
} Outcome;

static void
init (AiohttpHttp1Parser *parser, AiohttpHttp1Head *head, const AiohttpHttp1Limits *limits, guint8 choice)
{
  static const AiohttpMethodId methods[] = { AIOHTTP_METHOD_GET, AIOHTTP_METHOD_HEAD, AIOHTTP_METHOD_CONNECT };

  if (choice & 1)
    aiohttp_http1_parser_init_response (parser, head, limits, methods[(choice >> 1) % G_N_ELEMENTS (methods)]);
  else
    aiohttp_http1_parser_init_request (parser, head, limits);
}

static Outcome
parse (const char *data, gsize length, gsize step, const AiohttpHttp1Limits *limits, guint8 choice)
{
  Outcome outcome = { .head = aiohttp_http1_head_new (MAX_FIELDS), .result = AIOHTTP_HTTP1_MORE };
  AiohttpHttp1Parser parser;
  GError *error = NULL;

  init (&parser, outcome.head, limits, choice);
  for (gsize end = MIN (step, length); outcome.result == AIOHTTP_HTTP1_MORE; end = MIN (end + step, length))
    {
      outcome.result = aiohttp_http1_parser_execute (&parser, data, end, &error);
      if (end == length)
        break;
    }
  g_assert_true ((outcome.result == AIOHTTP_HTTP1_ERROR) == (error != NULL));
  if (error != NULL)
    {
      outcome.status = parser.status;
      outcome.code = error->code;
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (outcome.status == 400 || outcome.status == 414 || outcome.status == 431 || outcome.status == 501 ||
                     outcome.status == 505);
      g_error_free (error);
    }
  return outcome;
}

static void
assert_same (const Outcome *a, const Outcome *b)
{
  g_assert_true (a->result == b->result && a->status == b->status && a->code == b->code);
  if (a->result == AIOHTTP_HTTP1_DONE)
    g_assert_true (memcmp (a->head, b->head, sizeof *a->head + a->head->n_fields * sizeof a->head->fields[0]) == 0);
}

static void
use_target (const AiohttpHttp1Head *head)
{
  g_autofree char *path = aiohttp_url_decode_path (head->base + head->path.offset, head->path.length, NULL);
  g_autoptr (GArray) query = aiohttp_url_parse_query (head->base + head->query.offset, head->query.length, 20, NULL);

  g_assert_true (path == NULL || g_utf8_validate (path, -1, NULL));
  for (guint i = 0; query != NULL && i < query->len; i++)
    g_assert_true (g_utf8_validate (g_array_index (query, AiohttpQueryPair, i).value, -1, NULL));
}

static void
use_head (const AiohttpHttp1Head *head)
{
  AiohttpHttp1Head *copy = aiohttp_http1_head_dup (head);
  AiohttpFields fields = aiohttp_http1_head_get_fields (copy);
  SoupMessageHeaders *headers = aiohttp_fields_to_soup (&fields, SOUP_MESSAGE_HEADERS_REQUEST);

  for (AiohttpFieldId id = AIOHTTP_FIELD_OTHER + 1; id < AIOHTTP_N_FIELDS; id++)
    {
      g_autofree char *value = aiohttp_fields_dup_id (&fields, id);

      g_assert_true ((value != NULL) == !!aiohttp_http1_head_has (copy, id));
      g_assert_true (value == NULL || (g_utf8_validate (value, -1, NULL) && strpbrk (value, "\r\n") == NULL));
    }
  aiohttp_fields_has_token (&fields, AIOHTTP_FIELD_CONNECTION, "close");
  use_target (copy);
  soup_message_headers_unref (headers);
  g_free (copy);
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  static const gsize steps[] = { 1, 7, 64 };
  AiohttpHttp1Limits limits = aiohttp_http1_default_limits;
  const char *data = (const char *) input + 2;
  Outcome whole;

  if (size < 2)
    return 0;
  limits.max_line = 16 + (input[1] & 15) * 64;
  limits.max_field = 16 + (input[1] >> 4) * 64;
  limits.max_fields = MAX_FIELDS;
  limits.max_head = 2048;
  limits.lax_flags = (input[0] & 0x80) ? AIOHTTP_HTTP1_LAX_DEFAULT : input[0] >> 3;

  whole = parse (data, size - 2, size, &limits, input[0]);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      Outcome pieces = parse (data, size - 2, steps[i], &limits, input[0]);

      assert_same (&whole, &pieces);
      g_free (pieces.head);
    }
  if (whole.result == AIOHTTP_HTTP1_DONE)
    use_head (whole.head);
  g_free (whole.head);
  return 0;
}
