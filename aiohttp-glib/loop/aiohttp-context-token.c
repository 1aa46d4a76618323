/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-context-token.h"

#include "aiohttp-context-private.h"

/**
 * AiohttpContextToken:
 *
 * Remembers what a context variable was before it was set, for [method@Aiohttp.ContextVar.reset].
 *
 * asyncio: `contextvars.Token`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpContextToken, aiohttp_context_token, G_TYPE_OBJECT)

static void
unset_old (gpointer data)
{
  g_value_unset (data);
}

static void
aiohttp_context_token_finalize (GObject *object)
{
  AiohttpContextToken *self = AIOHTTP_CONTEXT_TOKEN (object);

  if (G_IS_VALUE (&self->old))
    aiohttp_call_out (unset_old, &self->old);
  g_object_unref (self->var);

  G_OBJECT_CLASS (aiohttp_context_token_parent_class)->finalize (object);
}

static void
aiohttp_context_token_class_init (AiohttpContextTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_context_token_finalize;
}

static void
aiohttp_context_token_init (AiohttpContextToken *self)
{
}
