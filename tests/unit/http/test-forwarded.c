/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-forwarded-private.h"

#include <string.h>

typedef struct
{
  const char *path;
  const char *field;
  const char *elements; /* "name=value;" of each parameter by name, "|" behind each element */
} ForwardedCase;

static const ForwardedCase cases[] = {
  { "one", "for=192.0.2.60;proto=http;by=203.0.113.43", "by=203.0.113.43;for=192.0.2.60;proto=http;|" },
  { "case-of-names", "For=\"[2001:db8:cafe::17]:4711\"", "for=[2001:db8:cafe::17]:4711;|" },
  { "two", "for=192.0.2.43, for=198.51.100.17", "for=192.0.2.43;|for=198.51.100.17;|" },
  { "unquoted-port", "for=192.0.2.43:80;host=a:81", "for=192.0.2.43:80;host=a:81;|" },
  { "quoted-escape", "for=\"a\\\"b\"", "for=a\"b;|" },
  { "quoted-comma", "for=\"a,b\", for=c", "for=a,b;|for=c;|" },
  { "space", " for=a ; proto=https , by = b ", "for=a;proto=https;|by=b;|" },
  { "extension", "for=_x;secret=1", "for=_x;secret=1;|" },
  { "empty-elements", ",,for=a", "||for=a;|" },
  { "empty-pairs", ";;for=a;;", "for=a;|" },
  { "last-of-a-name", "for=a;for=b", "for=b;|" },
  { "empty", "", "|" },
  /* what a client begins does not swallow what a proxy adds behind it */
  { "injected/quote", "for=\"evil, for=192.0.2.1", "|for=192.0.2.1;|" },
  { "injected/quote-escape", "for=\"evil\\\", for=192.0.2.1", "|for=192.0.2.1;|" },
  { "injected/no-value", "for=, for=192.0.2.1", "|for=192.0.2.1;|" },
  { "injected/no-separator", "for=a for=b;proto=https, for=192.0.2.1", "for=a;|for=192.0.2.1;|" },
  { "injected/token", "evil, for=192.0.2.1", "|for=192.0.2.1;|" },
  { "injected/bytes", "\xff=\xff, for=192.0.2.1", "|for=192.0.2.1;|" },
  { "bad-pair-keeps-those-before", "for=a;proto=(;by=b, for=c", "for=a;|for=c;|" },
};

static void
free_elements (GList *elements)
{
  g_list_free_full (elements, (GDestroyNotify) aiohttp_forwarded_unref);
}

static void
test_case (gconstpointer data)
{
  const ForwardedCase *row = data;
  gsize length = strlen (row->field);
  g_autofree char *exact = g_memdup2 (row->field, length);
  GList *elements = g_list_reverse (aiohttp_forwarded_parse (NULL, exact, length));
  g_autoptr (GString) text = g_string_new (NULL);

  for (GList *l = elements; l != NULL; l = l->next)
    {
      GHashTable *parameters = aiohttp_forwarded_get_parameters (l->data);
      g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (parameters), (GCompareFunc) strcmp);

      for (GList *name = names; name != NULL; name = name->next)
        g_string_append_printf (text, "%s=%s;", (char *) name->data,
                                aiohttp_forwarded_get_parameter (l->data, name->data));
      g_string_append_c (text, '|');
    }
  g_assert_cmpstr (text->str, ==, row->elements);
  free_elements (elements);
}

/* A square of 2 MiB would not come to an end. */
static void
test_linear (void)
{
  g_autoptr (GString) field = g_string_new (NULL);

  while (field->len < 2 * 1024 * 1024)
    g_string_append (field, "a=\"\\\",");
  free_elements (aiohttp_forwarded_parse (NULL, field->str, field->len));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/forwarded/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/forwarded/linear", test_linear);
  return g_test_run ();
}
