/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "combining.h"

static const CombiningRow rows[] = {
  { "1v0v2v", 0, 0 },
  { "1e", -1, G_IO_ERROR_BUSY },
  { "0v1v", -2, 0 },
  { "2c", -1, G_IO_ERROR_CANCELLED },
  { "0v2f1e", -1, G_IO_ERROR_NOT_FOUND },
};

static gssize
finish (GAsyncResult *result, GError **error)
{
  return aiohttp_all_finish (result, error) ? 0 : -1;
}

static gssize
wait_for_all (GAsyncResult **results, gsize n_results, GError **error)
{
  return aiohttp_all (results, n_results, error) ? 0 : -1;
}

static const Combining combining = {
  .name = "all",
  .start = aiohttp_all_async,
  .finish = finish,
  .wait = wait_for_all,
  .rows = rows,
  .n_rows = G_N_ELEMENTS (rows),
};

static gboolean
test_await (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) quick = aiohttp_spawn (combining_nap, GINT_TO_POINTER (0), NULL);
  g_autoptr (AiohttpTask) slow = aiohttp_spawn (combining_nap, GINT_TO_POINTER (50000), NULL);
  GAsyncResult *tasks[] = { G_ASYNC_RESULT (quick) };

  g_assert_true (aiohttp_all (tasks, 1, error));
  combining_check_cancel (slow);
  g_assert_true (aiohttp_all (NULL, 0, error));
  return TRUE;
}

int
main (int argc, char **argv)
{
  return combining_run (argc, argv, test_await);
}
