/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A function on a stack of its own. The AiohttpTask above it is made only when somebody needs it. */
typedef struct _AiohttpCoroutine AiohttpCoroutine;

/* TRUE on a coroutine's stack, FALSE on the main stack (also in what aiohttp_call_out() runs). */
gboolean aiohttp_in_coroutine (void);

/* Runs `func` on the main stack and returns when it has: a plain call when already there. Every vfunc, signal,
 * notify, GDestroyNotify, GClosure and callback from a binding goes through it. `func` cannot await. */
void aiohttp_call_out (void (*func) (gpointer), gpointer data);

G_END_DECLS
