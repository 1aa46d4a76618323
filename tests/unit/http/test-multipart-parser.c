/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-error.h"
#include "aiohttp-multipart-parser-private.h"

#include <string.h>

/* What a body with the boundary "b" gives: for each part "{name=value|…}content;", at the end ".", or "!" for an error. */
typedef struct
{
  const char *path;
  const char *body;
  const char *outcome;
} ParserCase;

static const ParserCase cases[] = {
  { "one", "--b\r\nA: 1\r\n\r\nxy\r\n--b--", "{A=1|}xy;." },
  { "two", "--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n", "{}x;{}y;." },
  { "none", "--b--", "." },
  { "several-headers", "--b\r\nA: 1\r\nB:2\r\nC:\r\n\r\nx\r\n--b--", "{A=1|B=2|C=|}x;." },
  { "empty-content", "--b\r\n\r\n\r\n--b--", "{};." },
  { "no-content-line", "--b\r\nA: 1\r\n\r\n--b--", "{A=1|};." },
  { "preamble", "hello\r\nthere\r\n--b\r\n\r\nx\r\n--b--", "{}x;." },
  { "preamble/like-it", "--bx\r\n--b\r\n\r\nx\r\n--b--", "{}x;." },
  { "preamble/empty-line", "\r\n--b\r\n\r\nx\r\n--b--", "{}x;." },
  { "epilogue", "--b\r\n\r\nx\r\n--b--\r\n--b\r\n\r\ny\r\n--b--", "{}x;." },
  { "padding", "--b \t \r\n\r\nx\r\n--b  \r\n\r\ny\r\n--b--  ", "{}x;{}y;." },
  { "content/crlf", "--b\r\n\r\nx\r\n\r\ny\r\n\r\n--b--", "{}x\r\n\r\ny\r\n;." },
  { "content/begins-like-it", "--b\r\n\r\nx\r\n--bb\r\n--a\r\n--b--", "{}x\r\n--bb\r\n--a;." },
  { "content/boundary-inside-line", "--b\r\n\r\nx--b\r\n--b--", "{}x--b;." },
  { "content/crcrlf", "--b\r\n\r\nx\r\r\n--b--", "{}x\r;." },
  { "content/lf-only", "--b\r\n\r\nx\n--b\ny\r\n--b--", "{}x\n--b\ny;." },
  { "content/dash", "--b\r\n\r\n-\r\n--b--", "{}-;." },
  { "content/dashes", "--b\r\n\r\n--\r\n--b--", "{}--;." },
  { "content/one-dash-behind", "--b\r\n\r\nx\r\n--b-\r\n--b--", "{}x\r\n--b-;." },
  { "fold", "--b\r\nA: 1\r\n\t2\r\nB: 3\r\n\r\nx\r\n--b--", "{A=1 2|B=3|}x;." },
  { "error/empty", "", "!" },
  { "error/no-boundary", "hello", "!" },
  { "error/no-closing", "--b\r\n\r\nx", "{}x!" },
  { "error/no-closing-dashes", "--b\r\n\r\nx\r\n--b", "{}x!" },
  { "error/ends-behind-delimiter", "--b\r\n\r\nx\r\n--b\r\n", "{}x;!" },
  { "error/ends-in-head", "--b\r\nA: 1\r\n", "!" },
  { "error/no-colon", "--b\r\nA\r\n\r\nx\r\n--b--", "!" },
  { "error/no-name", "--b\r\n: 1\r\n\r\nx\r\n--b--", "!" },
  { "error/space-before-colon", "--b\r\nA : 1\r\n\r\nx\r\n--b--", "!" },
  { "error/lf-in-head", "--b\r\nA: 1\nB: 2\r\n\r\nx\r\n--b--", "!" },
  { "error/cr-in-head", "--b\r\nA: 1\rB: 2\r\n\r\nx\r\n--b--", "!" },
  { "error/escape-in-head", "--b\r\nA: \x1b\r\n\r\nx\r\n--b--", "!" },
  { "error/too-many-headers", "--b\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\nx\r\n--b--", "!" },
  { "error/long-header", "--b\r\nA: 12345678901234567890\r\n\r\nx\r\n--b--", "!" },
};

static void
append_part (GString *out, AiohttpMultipartParser *parser, const char *window)
{
  AiohttpFields fields = { window, &g_array_index (parser->fields, AiohttpField, 0), parser->fields->len };
  SoupMessageHeaders *headers = aiohttp_fields_to_soup (&fields, SOUP_MESSAGE_HEADERS_MULTIPART);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_string_append_c (out, '{');
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (out, "%s=%s|", name, value);
  g_string_append_c (out, '}');
  soup_message_headers_unref (headers);
}

/* The body comes in pieces of `step` bytes; of the content no more than `take` bytes are taken at once. */
static char *
run (const char *body, gsize step, gsize take)
{
  g_auto (AiohttpMultipartParser) parser = { NULL };
  g_autoptr (GString) window = g_string_new (NULL);
  GString *out = g_string_new (NULL);
  gsize given = 0;
  gsize size = strlen (body);

  aiohttp_multipart_parser_init (&parser, "b");
  parser.max_fields = 3;
  parser.max_field = 20;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *exact = g_memdup2 (window->str, window->len);
      gsize length = 0;
      AiohttpMultipartEvent event = aiohttp_multipart_parser_next (&parser, exact != NULL ? exact : "", window->len,
                                                                   given == size, &length, &error);

      g_assert_cmpuint (length, <=, window->len);
      switch (event)
        {
        case AIOHTTP_MULTIPART_MORE:
          g_assert_cmpuint (given, <, size);
          g_string_erase (window, 0, length);
          g_string_append_len (window, body + given, MIN (step, size - given));
          given += MIN (step, size - given);
          break;
        case AIOHTTP_MULTIPART_PART:
          append_part (out, &parser, exact);
          g_string_erase (window, 0, length);
          break;
        case AIOHTTP_MULTIPART_DATA:
          g_assert_cmpuint (length, >, 0);
          length = MIN (length, take);
          aiohttp_multipart_parser_took_data (&parser, length);
          g_string_append_len (out, window->str, length);
          g_string_erase (window, 0, length);
          break;
        case AIOHTTP_MULTIPART_PART_END:
          g_string_append_c (out, ';');
          g_string_erase (window, 0, length);
          break;
        case AIOHTTP_MULTIPART_END:
          g_string_append_c (out, '.');
          return g_string_free (out, FALSE);
        case AIOHTTP_MULTIPART_ERROR:
        default:
          g_assert_cmpint (error->domain, ==, AIOHTTP_PROTOCOL_ERROR);
          g_string_append_c (out, '!');
          return g_string_free (out, FALSE);
        }
    }
}

static void
test_case (gconstpointer data)
{
  const ParserCase *row = data;
  gsize size = strlen (row->body);

  for (gsize step = 1; step <= MAX (size, 1); step++)
    for (gsize take = 1; take <= 64; take += 21)
      {
        g_autofree char *outcome = run (row->body, step, take);

        g_assert_cmpstr (outcome, ==, row->outcome);
      }
}

static void
test_boundary (void)
{
  g_autofree char *longest = g_strnfill (70, 'x');
  g_autofree char *too_long = g_strnfill (71, 'x');

  g_assert_true (aiohttp_multipart_is_boundary ("b"));
  g_assert_true (aiohttp_multipart_is_boundary ("gc0pJq0M:08 jU534c0p"));
  g_assert_true (aiohttp_multipart_is_boundary (longest));
  g_assert_false (aiohttp_multipart_is_boundary (too_long));
  g_assert_false (aiohttp_multipart_is_boundary (""));
  g_assert_false (aiohttp_multipart_is_boundary ("a "));
  g_assert_false (aiohttp_multipart_is_boundary ("a\r\nb"));
  g_assert_false (aiohttp_multipart_is_boundary ("\xc3\xa9"));
}

/* Whatever precedes the first boundary, and the head of a part, are bounded. */
static void
test_bounds (void)
{
  g_autoptr (GString) preamble = g_string_new (NULL);
  g_autoptr (GString) head = g_string_new ("--b\r\n");
  g_autofree char *outcome = NULL;
  g_auto (AiohttpMultipartParser) parser = { NULL };
  g_autoptr (GError) error = NULL;
  gsize length;

  while (preamble->len <= AIOHTTP_MULTIPART_MAX_PREAMBLE)
    g_string_append (preamble, "\r\n--");
  outcome = run (preamble->str, 1000, 1000);
  g_assert_cmpstr (outcome, ==, "!");

  while (head->len <= AIOHTTP_MULTIPART_MAX_PART_HEAD + 5)
    g_string_append (head, "A: 1\r\n");
  aiohttp_multipart_parser_init (&parser, "b");
  parser.max_fields = G_MAXUINT;
  g_assert_cmpint (aiohttp_multipart_parser_next (&parser, head->str, head->len, FALSE, &length, &error), ==,
                   AIOHTTP_MULTIPART_ERROR);
  g_assert_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/multipart-parser/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/multipart-parser/boundary", test_boundary);
  g_test_add_func ("/multipart-parser/bounds", test_bounds);
  return g_test_run ();
}
