/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-link.h"
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
      GList *parsed = aiohttp_links_parse (rows[i].field, base);
      g_autoptr (GHashTable) links = aiohttp_links_by_rel (parsed);

      g_test_message ("%s", rows[i].field);
      g_assert_cmpstr (g_hash_table_lookup (links, rows[i].rel), ==, rows[i].url);
      g_assert_cmpuint (g_hash_table_size (links), ==, rows[i].n);
      g_list_free_full (parsed, (GDestroyNotify) aiohttp_link_free);
    }
}

/* RFC 8288, section 3: its own examples, and what is not to be taken for what it looks like. */
static void
test_params (void)
{
  const struct
  {
    const char *field;
    guint index;
    const char *url;
    const char *rel;
    const char *title;
    const char *name;
    const char *value;
  } rows[] = {
    { "<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"", 0,
      "http://example.com/TheBook/chapter2", "previous", "previous chapter", "type", NULL },
    { "</>; rel=\"http://example.net/foo\"", 0, "http://base.org/", "http://example.net/foo", NULL, "type", NULL },
    { "</terms>; rel=\"copyright\"; anchor=\"#foo\"", 0, "http://base.org/terms", "copyright", NULL, "anchor", "#foo" },
    { "</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, </TheBook/chapter4>; rel=\"next\"; "
      "title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
      1, "http://base.org/TheBook/chapter4", "next", "n\303\244chstes Kapitel", "title", NULL },
    { "<http://example.org/>; rel=\"start http://example.net/relation/other\"", 0, "http://example.org/",
      "start http://example.net/relation/other", NULL, "rel", "start http://example.net/relation/other" },
    { "<a>; title=plain; title*=UTF-8''better; rel=next", 0, "http://base.org/dir/a", "next", "better", "title",
      "plain" },
    { "<a>; title*=UTF-8''%ff; title=plain", 0, "http://base.org/dir/a", NULL, "plain", "title*", NULL },
    { "<a>; TYPE=text/html; HrefLang=de; media=\"screen, print\"", 0, "http://base.org/dir/a", NULL, NULL, "media",
      "screen, print" },
    { "<a>; type=text/html;rel=next, <b>", 0, "http://base.org/dir/a", "next", NULL, "type", "text/html" },
    { "<a>; type=\"text/html\"; type=image/png", 0, "http://base.org/dir/a", NULL, NULL, "type", "text/html" },
    { "<a>; rel=next; rel=prev", 0, "http://base.org/dir/a", "next", NULL, "rel", "next" },
    { "<a>; crossorigin; rel=preload; as=style", 0, "http://base.org/dir/a", "preload", NULL, "crossorigin", "" },
    { "<a>; rel=next, <b>; rel=next; x=y", 1, "http://base.org/dir/b", "next", NULL, "x", "y" },
    { "<>; rel=self", 0, "http://base.org/dir/page", "self", NULL, "rel", "self" },
    { "<a?b=c,d;e>; rel=next", 0, "http://base.org/dir/a?b=c,d;e", "next", NULL, "rel", "next" },
    { "<a>; title=\"a \\\"b\\\" c\"", 0, "http://base.org/dir/a", NULL, "a \"b\" c", "rel", NULL },
    { "<a>; title=\"\xff\"; rel=next", 0, "http://base.org/dir/a", "next", NULL, "title", NULL },
  };
  g_autoptr (GUri) base = g_uri_parse ("http://base.org/dir/page", G_URI_FLAGS_ENCODED, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GList *links = aiohttp_links_parse (rows[i].field, base);
      g_autoptr (AiohttpLink) link = aiohttp_link_copy (g_list_nth_data (links, rows[i].index));

      g_autofree char *shown = g_strescape (rows[i].field, NULL);

      g_test_message ("%s", shown);
      g_list_free_full (links, (GDestroyNotify) aiohttp_link_free);
      g_assert_cmpstr (aiohttp_link_get_url (link), ==, rows[i].url);
      g_assert_cmpstr (aiohttp_link_get_rel (link), ==, rows[i].rel);
      g_assert_cmpstr (aiohttp_link_get_title (link), ==, rows[i].title);
      g_assert_cmpstr (aiohttp_link_get_param (link, rows[i].name), ==, rows[i].value);
    }
}

static void
test_has_rel (void)
{
  g_autoptr (GUri) base = g_uri_parse ("http://base.org/", G_URI_FLAGS_ENCODED, NULL);
  GList *links = aiohttp_links_parse ("<a>; rel=\"start  Next\", <b>", base);

  g_assert_cmpuint (g_list_length (links), ==, 2);
  g_assert_true (aiohttp_link_has_rel (links->data, "start"));
  g_assert_true (aiohttp_link_has_rel (links->data, "next"));
  g_assert_false (aiohttp_link_has_rel (links->data, "nex"));
  g_assert_false (aiohttp_link_has_rel (links->data, "prev"));
  g_assert_false (aiohttp_link_has_rel (links->next->data, "next"));
  g_list_free_full (links, (GDestroyNotify) aiohttp_link_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/links/parse", test_links);
  g_test_add_func ("/links/params", test_params);
  g_test_add_func ("/links/has-rel", test_has_rel);
  return g_test_run ();
}
