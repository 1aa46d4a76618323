/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-lock.h"
#include "aiohttp-wait-list-private.h"

G_BEGIN_DECLS

/* For what is built on a lock. */
AiohttpWaitList *aiohttp_lock_get_wait_list (AiohttpLock *self);

/* The turn of somebody who waited in its list. */
void aiohttp_lock_settle (AiohttpLock *self, gboolean picked, gboolean taken);

/* Suspends the calling coroutine until it has the lock, cancelled or not. */
void aiohttp_lock_reacquire (AiohttpLock *self);

G_END_DECLS
