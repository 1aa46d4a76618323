/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whom to tell how far a body has come: shared by an option and what goes on after it. */
typedef struct _AiohttpProgress AiohttpProgress;

AiohttpProgress *aiohttp_progress_new (GFileProgressCallback func, gpointer user_data, GDestroyNotify notify);
AiohttpProgress *aiohttp_progress_ref (AiohttpProgress *self);
void aiohttp_progress_unref (AiohttpProgress *self);

/* `total` -1: not known. */
void aiohttp_progress_tell (AiohttpProgress *self, gint64 done, gint64 total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpProgress, aiohttp_progress_unref)

G_END_DECLS
