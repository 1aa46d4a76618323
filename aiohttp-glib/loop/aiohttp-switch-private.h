/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "config.h"

#include <glib.h>

#if !AIOHTTP_SWITCH_UCONTEXT && !defined(__x86_64__) && !defined(__aarch64__)
#undef AIOHTTP_SWITCH_UCONTEXT
#define AIOHTTP_SWITCH_UCONTEXT 1
#endif

#if AIOHTTP_SWITCH_UCONTEXT
#include <ucontext.h>
#endif

G_BEGIN_DECLS

/* Where a stack stopped running. */
typedef struct
{
#if AIOHTTP_SWITCH_UCONTEXT
  ucontext_t ucontext;
#else
  void *sp;
#endif
} AiohttpSwitch;

/* Makes the first switch to `self` call `func (data)` on the stack that ends at `top`; func must not return. */
void aiohttp_switch_init (AiohttpSwitch *self, void *low, gsize size, void (*func) (void *), void *data);

#if AIOHTTP_SWITCH_UCONTEXT
void aiohttp_switch_to (AiohttpSwitch *from, AiohttpSwitch *to);
#else
/* In assembly: saves what a called function must preserve, and the floating-point control words. */
void aiohttp_switch_asm (void **from, void *to);

static inline void
aiohttp_switch_to (AiohttpSwitch *from, AiohttpSwitch *to)
{
  aiohttp_switch_asm (&from->sp, to->sp);
}
#endif

G_END_DECLS
