/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp.h"

/* A record of what happened in which order, and what the tests of locks and queues have in common. */
static GString *trace;

static inline void
trace_start (void)
{
  if (trace == NULL)
    trace = g_string_new (NULL);
  g_string_truncate (trace, 0);
}

static inline void
trace_add (const char *what)
{
  g_string_append_printf (trace, "%s%s", trace->len > 0 ? " " : "", what);
}

#define trace_assert(expected) g_assert_cmpstr (trace->str, ==, expected)

static inline void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_null (*(GAsyncResult **) data);
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Lets all that is ready run. */
static inline void
settle (void)
{
  g_assert_true (aiohttp_sleep (0, NULL));
  g_assert_true (aiohttp_sleep (0, NULL));
  g_assert_true (aiohttp_sleep (0, NULL));
}

static inline gboolean
join (AiohttpTask *task)
{
  g_autoptr (AiohttpTask) joined = task;

  g_autoptr (GError) error = NULL;
  gboolean ok = aiohttp_future_await (AIOHTTP_FUTURE (joined), &error);

  if (!ok)
    g_test_message ("%s", error->message);
  return ok;
}

static inline void
join_cancelled (AiohttpTask *task)
{
  g_autoptr (AiohttpTask) joined = task;
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (joined), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static inline void
assert_cancelled (GError **error)
{
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (error);
}

/* Runs `func` in a thread of its own, to its end. */
static inline void
in_thread (GThreadFunc func, gpointer data)
{
  g_thread_join (g_thread_new ("other", func, data));
}
