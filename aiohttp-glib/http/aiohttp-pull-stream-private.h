/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AIOHTTP_TYPE_PULL_STREAM (aiohttp_pull_stream_get_type ())

G_DECLARE_DERIVABLE_TYPE (AiohttpPullStream, aiohttp_pull_stream, AIOHTTP, PULL_STREAM, GInputStream)

/* An input stream that is read asynchronously only: all that its kinds have to do. */
struct _AiohttpPullStreamClass
{
  GInputStreamClass parent_class;

  /* Reads up to count (> 0) bytes; their number is what the task (taken) returns. Not called again before that. */
  void (*pull) (AiohttpPullStream *self, GTask *task, void *buffer, gsize count);
  /* At the end, once; never waits. May be NULL. */
  void (*shut) (AiohttpPullStream *self);
};

/* Reads of another stream become those of the task: what a kind that stands upon another mostly does. */
void aiohttp_pull_stream_forward (GTask *task, GInputStream *base, void *buffer, gsize count);

G_END_DECLS
