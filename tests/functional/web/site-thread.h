/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

/* A runner in a thread and main context of its own, with the sites that a test gives it. */
typedef struct
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  AiohttpAppRunner *runner;
} SiteThread;

/* The application answers "/" with "Hello", and "/remote" with who asks; access log off. */
AiohttpApplication *site_thread_make_app (void);

/* Sets the runner up, which it takes, in a new thread. */
SiteThread *site_thread_new (AiohttpAppRunner *runner);
/* Cleans up, and returns when that is done. */
void site_thread_free (SiteThread *self);

/* In the thread. */
gboolean site_thread_start (SiteThread *self, gpointer site, GError **error);
void site_thread_stop (SiteThread *self, gpointer site);
void site_thread_call (SiteThread *self, void (*func) (gpointer), gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteThread, site_thread_free)
