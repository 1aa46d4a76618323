/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stack-private.h"

#include "aiohttp-error.h"
#include "aiohttp-sanitizer-private.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* What an idle stack keeps, as nearly every handler needs it again. */
#define HOT_SIZE ((gsize) 16 * 1024)

/* A stack whose deep use left no mark where it is looked for is trimmed at last after so many uses. */
#define USES_PER_TRIM 256

/* Memory mappings left to the rest of the process, which crashes where malloc() finds none: libraries, large
 * allocations, threads, files. */
#define MAPPINGS_RESERVED 4096

#define MAPPINGS_A_STACK 2

static int n_stacks; /* of the process; atomic */

guint
aiohttp_stack_get_limit (void)
{
  static gsize limit;

  if (g_once_init_enter (&limit))
    {
      g_autofree char *text = NULL;
      guint64 mappings = 65530;

      if (g_file_get_contents ("/proc/sys/vm/max_map_count", &text, NULL, NULL))
        mappings = g_ascii_strtoull (text, NULL, 10);
      mappings = CLAMP (mappings, 2 * MAPPINGS_RESERVED, G_MAXINT);
      g_once_init_leave (&limit, (gsize) (mappings - MAPPINGS_RESERVED) / MAPPINGS_A_STACK);
    }
  return (guint) limit;
}

static gboolean
stack_claim (GError **error)
{
  guint limit = aiohttp_stack_get_limit ();

  if (G_LIKELY ((guint) g_atomic_int_add (&n_stacks, 1) < limit))
    return TRUE;
  g_atomic_int_add (&n_stacks, -1);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_TOO_MANY_TASKS,
               "No stack for another coroutine: there are %u (each takes two memory mappings; vm.max_map_count bounds "
               "them)",
               limit);
  return FALSE;
}

gboolean
aiohttp_stack_map (AiohttpStack *self, GError **error)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  char *base;

  if (!stack_claim (error))
    return FALSE;
  base = mmap (NULL, AIOHTTP_STACK_SIZE + page, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED || mprotect (base, page, PROT_NONE) != 0)
    {
      int saved_errno = errno;

      if (base != MAP_FAILED)
        munmap (base, AIOHTTP_STACK_SIZE + page);
      g_atomic_int_add (&n_stacks, -1);
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_TOO_MANY_TASKS,
                   "No stack for another coroutine: %s (each takes two memory mappings; vm.max_map_count bounds them)",
                   g_strerror (saved_errno));
      return FALSE;
    }

  *self = (AiohttpStack){ .low = base + page, .size = AIOHTTP_STACK_SIZE, .guard = page };
#if AIOHTTP_HAVE_VALGRIND
  self->on_valgrind = RUNNING_ON_VALGRIND != 0;
  self->valgrind_id = VALGRIND_STACK_REGISTER (self->low, (char *) self->low + self->size);
#endif
#if AIOHTTP_HAVE_ASAN
  /* Pointers that live only on a suspended stack are no leaks. */
  __lsan_register_root_region (self->low, self->size);
#endif
  return TRUE;
}

void
aiohttp_stack_unmap (AiohttpStack *self)
{
  AiohttpStack stack = *self; /* which may lie on the stack itself */

#if AIOHTTP_HAVE_VALGRIND
  VALGRIND_STACK_DEREGISTER (stack.valgrind_id);
#endif
#if AIOHTTP_HAVE_ASAN
  __lsan_unregister_root_region (stack.low, stack.size);
  __asan_unpoison_memory_region (stack.low, stack.size);
#endif
  munmap ((char *) stack.low - stack.guard, stack.size + stack.guard);
  g_atomic_int_add (&n_stacks, -1);
}

/* Reads below any live frame, which the sanitizers and valgrind would object to. */
__attribute__ ((no_sanitize ("address", "thread"))) static gboolean
stack_was_deep (const AiohttpStack *self)
{
  const volatile guint64 *mark = (gpointer) ((char *) self->low + self->size - HOT_SIZE);
  guint64 seen = 0;

  if (G_UNLIKELY (self->on_valgrind))
    return TRUE;
  for (int i = 1; i <= 8; i++)
    seen |= mark[-8 * i];
  return seen != 0;
}

void
aiohttp_stack_trim (AiohttpStack *self)
{
  if (G_LIKELY (++self->uses < USES_PER_TRIM && !stack_was_deep (self)))
    return;

  self->uses = 0;
  madvise (self->low, self->size - HOT_SIZE, MADV_DONTNEED);
}
