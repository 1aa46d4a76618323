/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-multipart-parser-private.h"

#include <string.h>

/* The first byte chooses the boundary; the rest is the body. It is parsed whole and in pieces, which must agree in parts,
 * contents and verdict. */

static GString *
parse (const char *boundary, const guint8 *data, gsize size, gsize step, gsize take)
{
  g_auto (AiohttpMultipartParser) parser = { NULL };
  g_autoptr (GByteArray) window = g_byte_array_new ();
  GString *out = g_string_new (NULL);
  gsize given = 0;

  aiohttp_multipart_parser_init (&parser, boundary);
  parser.max_field = 64;
  parser.max_fields = 8;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      /* exactly as long: a read too far is one that ASan sees */
      g_autofree char *exact = window->len > 0 ? g_memdup2 (window->data, window->len) : g_strdup ("");
      gsize length = 0;
      AiohttpMultipartEvent event =
          aiohttp_multipart_parser_next (&parser, exact, window->len, given == size, &length, &error);

      g_assert_true (length <= window->len);
      switch (event)
        {
        case AIOHTTP_MULTIPART_MORE:
          g_assert_true (given < size);
          break;
        case AIOHTTP_MULTIPART_PART:
          for (guint i = 0; i < parser.fields->len; i++)
            {
              AiohttpField *field = &g_array_index (parser.fields, AiohttpField, i);

              g_assert_true ((gsize) field->name.offset + field->name.length <= length);
              g_assert_true ((gsize) field->value.offset + field->value.length <= length);
              g_string_append_len (out, exact + field->name.offset, field->name.length);
              g_string_append_c (out, '=');
              g_string_append_len (out, exact + field->value.offset, field->value.length);
              g_string_append_c (out, '|');
            }
          break;
        case AIOHTTP_MULTIPART_DATA:
          g_assert_true (length > 0);
          length = MIN (length, take);
          aiohttp_multipart_parser_took_data (&parser, length);
          g_string_append_len (out, exact, (gssize) length);
          break;
        case AIOHTTP_MULTIPART_PART_END:
          g_string_append_c (out, ';');
          break;
        case AIOHTTP_MULTIPART_END:
        case AIOHTTP_MULTIPART_ERROR:
        default:
          g_string_append_c (out, event == AIOHTTP_MULTIPART_END ? '.' : '!');
          return out;
        }
      if (length > 0)
        g_byte_array_remove_range (window, 0, (guint) length);
      if (event == AIOHTTP_MULTIPART_MORE)
        {
          gsize piece = MIN (step, size - given);

          g_byte_array_append (window, data + given, (guint) piece);
          given += piece;
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  static const char *const boundaries[] = { "b", "-", "bb", "b b" };
  static const gsize steps[] = { 1, 3, 50 };
  GString *whole;

  if (size < 1)
    return 0;
  whole = parse (boundaries[input[0] & 3], input + 1, size - 1, size, size);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GString *pieces = parse (boundaries[input[0] & 3], input + 1, size - 1, steps[i], steps[i]);

      g_assert_true (g_string_equal (whole, pieces));
      g_string_free (pieces, TRUE);
    }
  g_string_free (whole, TRUE);
  return 0;
}
