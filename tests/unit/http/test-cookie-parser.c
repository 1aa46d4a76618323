/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-cookie-parser-private.h"

#include <string.h>

/* What a Cookie field gives: "name=value" lines, in the order of their names. */
typedef struct
{
  const char *path;
  const char *field;
  const char *cookies;
} CookieCase;

static const CookieCase cases[] = {
  { "one", "a=1", "a=1\n" },
  { "two", "a=1; b=2", "a=1\nb=2\n" },
  { "no-space", "a=1;b=2", "a=1\nb=2\n" },
  { "much-space", "  a = 1 ;  b\t=\t2  ", "a=1\nb=2\n" },
  { "empty", "", "" },
  { "only-semicolons", ";;; ;", "" },
  { "empty-value", "a=", "a=\n" },
  { "equals-in-value", "a=b=c", "a=b=c\n" },
  { "first-stays", "a=1; a=2", "a=1\n" },
  { "case-of-names", "a=1; A=2", "A=2\na=1\n" },
  { "quoted", "a=\"b c\"", "a=b c\n" },
  { "quoted/escapes", "a=\"x\\\"y\\\\z\"", "a=x\"y\\z\n" },
  { "quoted/octal", "a=\"\\303\\251\"", "a=é\n" },
  { "quoted/octal-control", "a=\"x\\012\\000y\"", "a=x  y\n" },
  { "quoted/semicolon", "a=\"x;y\"; b=2", "a=x;y\nb=2\n" },
  { "quoted/semicolon-without-end", "a=\"x;y; b=2", "a=\"x\nb=2\n" },
  { "quoted/more-behind", "a=\"x\"y; b=2", "a=\"x\"y\nb=2\n" },
  { "quoted/empty", "a=\"\"", "a=\n" },
  { "quoted/one-mark", "a=\"; b=2", "a=\"\nb=2\n" },
  { "json", "a={\"x\":1,\"y\":[2]}; b=2", "a={\"x\":1,\"y\":[2]}\nb=2\n" },
  { "comma", "a=1,2; b=3", "a=1,2\nb=3\n" },
  { "no-attributes", "a=1; Path=/; Secure; HttpOnly; Expires=x", "Expires=x\nPath=/\na=1\n" },
  { "dollar", "$Version=1; a=1", "$Version=1\na=1\n" },
  { "bad-name/empty", "=1; b=2", "b=2\n" },
  { "bad-name/space", "a b=1; c=2", "c=2\n" },
  { "bad-name/quote", "a\"b=1; c=2", "c=2\n" },
  { "bad-name/comma", "a,b=1; c=2", "c=2\n" },
  { "bad-name/not-ascii", "\xc3\xa9=1; c=2", "c=2\n" },
  { "brackets", "a[b]=1", "a[b]=1\n" },
  { "no-equals", "abc; b=2", "b=2\n" },
  { "latin1", "a=caf\xe9", "a=café\n" },
  { "utf8", "a=caf\xc3\xa9", "a=café\n" },
};

static GHashTable *
parse (const char *field, gsize length)
{
  GHashTable *cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  aiohttp_cookies_parse (cookies, field, length);
  return cookies;
}

static void
test_case (gconstpointer data)
{
  const CookieCase *row = data;
  gsize length = strlen (row->field);
  g_autofree char *exact = g_memdup2 (row->field, length); /* so that a read too far is seen */
  g_autoptr (GHashTable) cookies = parse (exact, length);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (cookies), (GCompareFunc) strcmp);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *value = g_hash_table_lookup (cookies, l->data);

      g_assert_true (g_utf8_validate (value, -1, NULL));
      g_string_append_printf (text, "%s=%s\n", (char *) l->data, value);
    }
  g_assert_cmpstr (text->str, ==, row->cookies);
}

/* Quotes that do not end, over and over. A square of 4 MiB would not come to an end. */
static void
test_linear (void)
{
  g_autoptr (GString) field = g_string_new (NULL);
  g_autoptr (GHashTable) cookies = NULL;

  while (field->len < 4 * 1024 * 1024)
    g_string_append (field, "a=\"\\\";");
  cookies = parse (field->str, field->len);
  g_assert_cmpuint (g_hash_table_size (cookies), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cookie-parser/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/cookie-parser/linear", test_linear);
  return g_test_run ();
}
