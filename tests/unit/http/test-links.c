/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-links-private.h"

static void
test_links (void)
{
  const struct
  {
    const char *field;
    const char *rel;
    const char *url; /* NULL: none */
    guint n;
  } rows[] = {
    { "<http://example.com/page/1?a>; rel=next", "next", "http://example.com/page/1?a", 1 },
    { "<http://example.com/1>; rel=\"next\", <http://example.com/0>; rel=prev", "prev", "http://example.com/0", 2 },
    { "</other>; rel=next", "next", "http://base.org/other", 1 },
    { "<other>;rel=\"next last\"", "last", "http://base.org/dir/other", 2 },
    { "<a,b;c>; rel=next; title=\"x, <y>; z\"", "next", "http://base.org/dir/a,b;c", 1 },
    { "<a>; title=x", "http://base.org/dir/a", "http://base.org/dir/a", 1 },
    { "<a>; flag; rel=next", "next", "http://base.org/dir/a", 1 },
    { "<a>; REL=next; rel=prev", "prev", NULL, 1 },
    { "<a>; rel=next, <b>; rel=next", "next", "http://base.org/dir/a", 1 },
    { "", "next", NULL, 0 },
    { "<a", "next", NULL, 0 },
    { "a; rel=next", "next", NULL, 0 },
    { "<a>; rel=\"next", "next", NULL, 1 },
    { ",, <a>; rel=next ,", "next", "http://base.org/dir/a", 1 },
  };
  g_autoptr (GUri) base = g_uri_parse ("http://base.org/dir/page", G_URI_FLAGS_ENCODED, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GHashTable) links = aiohttp_links_parse (rows[i].field, base);

      g_test_message ("%s", rows[i].field);
      g_assert_cmpstr (g_hash_table_lookup (links, rows[i].rel), ==, rows[i].url);
      g_assert_cmpuint (g_hash_table_size (links), ==, rows[i].n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/parse", test_links);
  return g_test_run ();
}
