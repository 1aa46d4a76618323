/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-response.h"

G_BEGIN_DECLS

/* The program's own raise_for_status, shared by the requests that are under way. */
typedef struct _AiohttpStatusCheck AiohttpStatusCheck;
typedef struct _AiohttpStatusRun AiohttpStatusRun;

AiohttpStatusCheck *
aiohttp_status_check_new (AiohttpStatusCheckFunc func, gpointer user_data, GDestroyNotify destroy); /* a coroutine */
AiohttpStatusCheck *
aiohttp_status_check_new_for_callback (AiohttpStatusCheckCallback callback, gpointer user_data, GDestroyNotify destroy);
AiohttpStatusCheck *aiohttp_status_check_ref (AiohttpStatusCheck *self);
void aiohttp_status_check_unref (AiohttpStatusCheck *self);

/* Calls `done` once, with the error (taken) or NULL; *run is set before, and gone by then. It may be before this returns. */
void aiohttp_status_check_start (AiohttpStatusCheck *self, AiohttpClientResponse *response, AiohttpStatusRun **run,
                                 void (*done) (GError *error, gpointer data), gpointer data);
/* Cancels what is waited for; `done` is not called. */
void aiohttp_status_run_abandon (AiohttpStatusRun *run);

G_END_DECLS
