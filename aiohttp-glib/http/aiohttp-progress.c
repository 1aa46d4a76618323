/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-progress-private.h"

#include "aiohttp-coroutine-private.h"

struct _AiohttpProgress
{
  int ref_count;
  GFileProgressCallback func;
  gpointer user_data;
  GDestroyNotify notify;
};

typedef struct
{
  AiohttpProgress *progress;
  gint64 done;
  gint64 total;
} Telling;

AiohttpProgress *
aiohttp_progress_new (GFileProgressCallback func, gpointer user_data, GDestroyNotify notify)
{
  AiohttpProgress *self = g_new (AiohttpProgress, 1);

  *self = (AiohttpProgress){ 1, func, user_data, notify };
  return self;
}

AiohttpProgress *
aiohttp_progress_ref (AiohttpProgress *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_progress_unref (AiohttpProgress *self)
{
  if (--self->ref_count > 0)
    return;
  if (self->notify != NULL)
    aiohttp_call_out (self->notify, self->user_data);
  g_free (self);
}

static void
tell (gpointer data)
{
  const Telling *telling = data;

  telling->progress->func (telling->done, telling->total, telling->progress->user_data);
}

void
aiohttp_progress_tell (AiohttpProgress *self, gint64 done, gint64 total)
{
  Telling telling = { self, done, total };

  aiohttp_call_out (tell, &telling);
}
