/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop-private.h"
#include "aiohttp-handle.h"
#include "aiohttp-timer-handle.h"

G_BEGIN_DECLS

typedef struct
{
  GObjectClass parent_class;

  void (*cancel) (AiohttpHandle *self);
} AiohttpHandleClass;

struct _AiohttpHandle
{
  GObject parent_instance;

  AiohttpEventLoop *loop;
  AiohttpCallFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  AiohttpVars *vars;               /* that the function sees, */
  struct _AiohttpContext *context; /* unless it was given a context */
  gboolean cancelled;
};

/* Sets up a handle that was made by g_object_new(). */
void aiohttp_handle_set_call (AiohttpHandle *self, AiohttpEventLoop *loop, AiohttpCallFunc func, gpointer user_data,
                              GDestroyNotify notify);

/* A step of the ready queue, which it gives a reference: calls the function, unless the handle was cancelled or the
 * loop closed. */
void aiohttp_handle_run (gpointer self);

/* Starts a timer handle, which keeps itself alive until it has run or was cancelled. */
void aiohttp_timer_handle_start (AiohttpTimerHandle *self, gint64 when);

/* The handle that a timer of a loop belongs to, or NULL. */
AiohttpTimerHandle *aiohttp_timer_handle_from_timer (AiohttpLoopTimer *timer);

G_END_DECLS
