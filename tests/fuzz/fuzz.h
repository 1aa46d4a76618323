/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

/* What libFuzzer calls with each input, and replay.c with each file of the corpus. */
int LLVMFuzzerTestOneInput (const guint8 *input, size_t size);

G_END_DECLS
