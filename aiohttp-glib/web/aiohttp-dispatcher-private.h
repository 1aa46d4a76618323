/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request-private.h"

G_BEGIN_DECLS

/* Finds and runs the handler of a request and gives its stream exactly one answer: before this returns where the
 * handler answers at once. Main stack, with the server's context the thread's default one. */
void aiohttp_dispatch (AiohttpRequest *request);

/* Gives the request up: its cancellable fires, its handler is cancelled. */
void aiohttp_dispatch_cancel (AiohttpRequest *request);

G_END_DECLS
