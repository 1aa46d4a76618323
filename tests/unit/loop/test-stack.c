/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-stack-private.h"

#include "aiohttp-error.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static guint
count_resident (const AiohttpStack *stack)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize n = stack->size / page;
  g_autofree unsigned char *pages = g_malloc (n);
  guint resident = 0;

  g_assert_cmpint (mincore (stack->low, stack->size, pages), ==, 0);
  for (gsize i = 0; i < n; i++)
    resident += pages[i] & 1;
  return resident;
}

static void
test_map (void)
{
  AiohttpStack stack;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_stack_map (&stack, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (stack.size, ==, AIOHTTP_STACK_SIZE);
  g_assert_cmpuint (stack.guard, >, 0);
  memset (stack.low, 1, stack.size);
  aiohttp_stack_unmap (&stack);
}

static void
test_trim (void)
{
  AiohttpStack stack;

  g_assert_true (aiohttp_stack_map (&stack, NULL));
  memset (stack.low, 1, stack.size);
  g_assert_cmpuint (count_resident (&stack), ==, stack.size / (gsize) sysconf (_SC_PAGESIZE));
  aiohttp_stack_trim (&stack);
  g_assert_cmpuint (count_resident (&stack), <=, 16 * 1024 / (gsize) sysconf (_SC_PAGESIZE));
  aiohttp_stack_unmap (&stack);
}

static void
test_trim_unseen (void)
{
  AiohttpStack stack;

  /* Deep use that left no mark where it is looked for is found in time. */
  g_assert_true (aiohttp_stack_map (&stack, NULL));
  memset (stack.low, 1, 4096);
  for (int i = 0; i < 256; i++)
    aiohttp_stack_trim (&stack);
  g_assert_cmpuint (count_resident (&stack), <=, 16 * 1024 / (gsize) sysconf (_SC_PAGESIZE));
  aiohttp_stack_unmap (&stack);
}

static void
test_guard (void)
{
  AiohttpStack stack;

  if (g_test_subprocess ())
    {
      struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      g_assert_true (aiohttp_stack_map (&stack, NULL));
      ((volatile char *) stack.low)[-1] = 1;
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stack/map", test_map);
  g_test_add_func ("/stack/trim", test_trim);
  g_test_add_func ("/stack/trim/unseen", test_trim_unseen);
  g_test_add_func ("/stack/guard", test_guard);
  return g_test_run ();
}
