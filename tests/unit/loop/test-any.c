/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "combining.h"

static const CombiningRow rows[] = {
  { "1v", 1, 0 },
  { "0e2v", 2, 0 },
  { "0e", -2, 0 },
  { "0c2e", -2, 0 },
  { "1f0e2c", -1, G_IO_ERROR_BUSY },
  { "2f1c0c", -1, G_IO_ERROR_NOT_FOUND },
  { "0c1c2c", -1, G_IO_ERROR_CANCELLED },
  { "0e1f2v", 2, 0 },
};

static const Combining combining = {
  .name = "any",
  .start = aiohttp_any_async,
  .finish = aiohttp_any_finish,
  .wait = aiohttp_any,
  .rows = rows,
  .n_rows = G_N_ELEMENTS (rows),
};

static gboolean
test_await (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) quick = aiohttp_spawn (combining_nap, GINT_TO_POINTER (0), NULL);
  g_autoptr (AiohttpTask) slow = aiohttp_spawn (combining_nap, GINT_TO_POINTER (50000), NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (slow), G_ASYNC_RESULT (quick) };
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpint (aiohttp_any (tasks, 2, error), ==, 1);
  combining_check_cancel (slow);
  g_assert_cmpint (aiohttp_any (NULL, 0, &local_error), ==, -1);
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return combining_run (argc, argv, test_await);
}
