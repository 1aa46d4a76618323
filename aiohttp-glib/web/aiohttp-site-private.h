/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-site-settings-private.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

struct _AiohttpSite
{
  GObject parent_instance;
};

struct _AiohttpSiteClass
{
  GObjectClass parent_class;

  /* Returns a GPtrArray of GSocket on the task, listening and non-blocking: one set for each of `n_sets` servers that
   * serve beside each other, or a single set that they share. */
  void (*open) (AiohttpSite *self, guint n_sets, GTask *task);
  /* After the sockets were closed; may be NULL. */
  void (*closed) (AiohttpSite *self);
  /* Where the site is, as a URL. `socket` is the first one, NULL while it does not serve. */
  char *(*make_name) (AiohttpSite *self, GSocket *socket, const char *scheme);
};

#define AIOHTTP_SITE_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), AIOHTTP_TYPE_SITE, AiohttpSiteClass))
#define AIOHTTP_SITE_CLASS(klass)      (G_TYPE_CHECK_CLASS_CAST ((klass), AIOHTTP_TYPE_SITE, AiohttpSiteClass))

guint aiohttp_site_get_backlog (AiohttpSite *self);
/* The first of its sockets; NULL while it does not serve. */
GSocket *aiohttp_site_peek_socket (AiohttpSite *self);

/* Stops listening, if it does; for the runner, whose cleanup it is. */
void aiohttp_site_close (AiohttpSite *self);

/* Whether it keeps its runner alive; the runner tells it while it serves. */
void aiohttp_site_hold_runner (AiohttpSite *self, gboolean hold);

/* "http://host:port", as browsers take it. */
char *aiohttp_site_format_url (const char *scheme, const char *host, guint16 port);

G_END_DECLS
