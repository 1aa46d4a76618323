/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A lock held across awaits: three tasks want a page, and only the first of them fetches it. */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpLock *lock;
  char *page;
} Cache;

static const char *
get_page (Cache *cache, GError **error)
{
  g_autoptr (AiohttpLockGuard) guard = aiohttp_lock_guard_new (cache->lock, error);

  if (guard == NULL)
    return NULL;
  if (cache->page == NULL)
    {
      g_print ("fetching\n");
      if (!aiohttp_sleep (0.01, error))
        return NULL;
      cache->page = g_strdup ("page");
    }
  return cache->page;
}

static gboolean
read_page (GValue *result, gpointer user_data, GError **error)
{
  const char *page = get_page (user_data, error);

  if (page != NULL)
    g_print ("read the %s\n", page);
  return page != NULL;
}

static gboolean
read_three_times (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTaskGroup) group = aiohttp_task_group_new ();
  gboolean ok = TRUE;

  for (int i = 0; ok && i < 3; i++)
    ok = aiohttp_task_group_spawn (group, read_page, user_data, NULL, error);
  return aiohttp_task_group_end (group, ok, error);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpLock) lock = aiohttp_lock_new ();
  Cache cache = { lock, NULL };

  if (!aiohttp_run (read_three_times, &cache, &error))
    g_printerr ("%s\n", error->message);
  g_free (cache.page);
  return error != NULL;
}
