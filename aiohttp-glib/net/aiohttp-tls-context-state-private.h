/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-tls-context-private.h"

G_BEGIN_DECLS

/* What the files of the TLS context share: aiohttp-tls-context.c is the context and what else is set in it,
 * aiohttp-tls-context-certificates.c reads its certificates and those of its authorities. */

/* Held by the context, and by each call of it that is under way in a thread. */
typedef struct
{
  AiohttpTlsServerNameFunc func;
  gpointer data;
  GDestroyNotify destroy;
} AiohttpTlsChooser;

struct _AiohttpTlsContext
{
  GObject parent_instance;

  GMutex lock; /* for all that follows: connections of other threads read it */
  AiohttpTlsConfig config;
  char *certificate_file;
  char *key_file;
  char *authorities_file;
  AiohttpTlsChooser *chooser;
  AiohttpTlsSettings *settings; /* made of config; NULL when that has changed */
};

/* Its settings do. With the lock. */
void aiohttp_tls_context_changed (AiohttpTlsContext *self);

void aiohttp_tls_config_clear_password (AiohttpTlsConfig *config);

G_END_DECLS
