/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include "aiohttp-static-path-private.h"

#include <string.h>

/* The first byte says whether names may begin with a dot; the rest is a path as it was sent. Whatever comes out names
 * something below the directory, and nothing else. */

static void
check_name (const char *name, gsize length, gboolean hidden)
{
  g_assert_cmpuint (length, >, 0);
  g_assert_null (memchr (name, '\0', length));
  g_assert_true (hidden || name[0] != '.');
  g_assert_false (length == 1 && name[0] == '.');
  g_assert_false (length == 2 && name[0] == '.' && name[1] == '.');
}

static void
check_path (const GString *path, gsize sent, gboolean hidden)
{
  g_autofree char *full = g_strconcat ("/root/", path->str, NULL);
  g_autofree char *canonical = g_canonicalize_filename (full, "/");
  const char *at = path->str;

  g_assert_cmpuint (path->len, <=, sent);
  g_assert_cmpuint (path->len, ==, strlen (path->str));
  g_assert_true (g_utf8_validate (path->str, (gssize) path->len, NULL));
  while (path->len > 0)
    {
      gsize length = strcspn (at, "/");

      check_name (at, length, hidden);
      if (at[length] == '\0')
        break;
      at += length + 1;
    }
  /* A second opinion. */
  if (path->len > 0)
    g_assert_cmpstr (canonical, ==, full);
}

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  g_autofree char *exact = NULL; /* so that a read too far is seen */
  g_autoptr (GString) path = g_string_new ("what was there");
  gboolean hidden, slash;

  if (size < 1)
    return 0;
  hidden = (input[0] & 1) != 0;
  exact = g_memdup2 (input + 1, size - 1);
  if (aiohttp_static_path_parse (exact != NULL ? exact : "", size - 1, hidden, path, &slash))
    {
      check_path (path, size - 1, hidden);
      g_assert_cmpint (slash, ==, size == 1 || input[size - 1] == '/');
    }
  return 0;
}
