/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

/* g_test_expect_message() does not see structured logging. Call expect_log_init() once, in main() after
 * g_test_init(); then name each message before the call that logs it, and assert after it that it came. */

static char *expect_log_pattern;
static GLogLevelFlags expect_log_level;
static const char *expect_log_allowed;

static GLogWriterOutput
expect_log_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; expect_log_allowed != NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && g_pattern_match_simple (expect_log_allowed, fields[i].value))
      return G_LOG_WRITER_HANDLED;
  for (gsize i = 0; expect_log_pattern != NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && (level & expect_log_level) != 0 &&
        g_pattern_match_simple (expect_log_pattern, fields[i].value))
      {
        g_clear_pointer (&expect_log_pattern, g_free);
        return G_LOG_WRITER_HANDLED;
      }
  return g_log_writer_default (level, fields, n_fields, data);
}

static inline void
expect_log_init (void)
{
  g_log_set_writer_func (expect_log_writer, NULL, NULL);
}

/* What may be logged as often as it likes, or not at all, until NULL is allowed. */
static inline void
expect_log_allow (const char *pattern)
{
  expect_log_allowed = pattern;
}

static inline void
expect_log (GLogLevelFlags level, const char *pattern)
{
  g_assert_null (expect_log_pattern);
  expect_log_level = level;
  expect_log_pattern = g_strdup (pattern);
}

static inline void
expect_log_assert (void)
{
  g_assert_cmpstr (expect_log_pattern, ==, NULL);
}
