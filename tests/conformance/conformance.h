/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A case of a table: its name, the bytes of its "> " lines and the "key: value" lines. See README.md. */
typedef struct _ConformanceCase ConformanceCase;

typedef void (*ConformanceFunc) (ConformanceCase *test);

struct _ConformanceCase
{
  char *name;
  ConformanceFunc func;
  GString *input;
  GHashTable *wanted; /* key → GPtrArray of values */
  GHashTable *looked_at;
};

/* Adds a test for each case of the file, which is below tests/conformance. */
void conformance_add_table (const char *file, const char *prefix, ConformanceFunc func);

/* The value of a key, or NULL; each key of a case must be asked for, so that a misspelt one is found. */
const char *conformance_get (ConformanceCase *test, const char *key);
GPtrArray *conformance_get_all (ConformanceCase *test, const char *key);
gint64 conformance_get_int (ConformanceCase *test, const char *key, gint64 fallback);
void conformance_ignore_other_keys (ConformanceCase *test); /* for a test that looks at a part of its table */

/* Undoes the tables' escapes. */
GString *conformance_unescape (const char *text);

/* Ways to cut an input: whole, byte by byte, at each place beside a CR or LF, and, if it is short, at every place. The
 * callback gets the ends of the pieces, the last being the length. */
typedef void (*ConformanceSplitFunc) (ConformanceCase *test, const gsize *ends, gsize n_ends);
void conformance_foreach_split (ConformanceCase *test, ConformanceSplitFunc func);

G_END_DECLS
