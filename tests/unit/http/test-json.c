/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-json-private.h"

static const struct
{
  const char *text;
  guint max_depth;
  gboolean good;
} texts[] = {
  { "[]", 1, TRUE },
  { "[[]]", 1, FALSE },
  { "[[]]", 2, TRUE },
  { "{\"a\": [{}]}", 2, FALSE },
  { "{\"a\": [{}]}", 3, TRUE },
  { "[[],[],[]]", 2, TRUE },
  { "\"[[[[\"", 1, TRUE },
  { "[\"\\\"[[[\", \"\\\\\"]", 1, TRUE },
  { "-1.5e+3", 1, TRUE },
  { "true", 1, TRUE },
  { "null", 1, TRUE },
  { "", 1, FALSE },
  { " \r\n\t", 1, FALSE },
  { "[1", 1, FALSE },
  /* what json-glib would take, in which brackets could hide */
  { "/* \" */ [[[[1]]]]", 2, FALSE },
  { "// \"\n[[[[1]]]]", 2, FALSE },
  { "['\"', [[[1]]]]", 2, FALSE },
  { "# \"\n[1]", 2, FALSE },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root =
          aiohttp_json_parse (texts[i].text, strlen (texts[i].text), texts[i].max_depth, &error);

      g_test_message ("%s", texts[i].text);
      g_assert_true ((root != NULL) == texts[i].good);
      if (root == NULL)
        g_assert_true (error != NULL && error->domain == JSON_PARSER_ERROR);
    }
}

static void
test_media_type (void)
{
  const char *good[] = { "application/json", "Application/JSON", "application/vnd.api+json", "text/x+json" };
  const char *bad[] = { "text/json", "application/jsonp", "application/json+x",      "json",        "/json",
                        "+json",     "application/+json", "application/x json+json", "a/b;x=+json", "" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (aiohttp_json_is_media_type (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (aiohttp_json_is_media_type (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/media-type", test_media_type);
  return g_test_run ();
}
