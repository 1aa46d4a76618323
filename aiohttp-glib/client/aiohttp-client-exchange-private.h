/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-timer-wheel-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpClientExchange AiohttpClientExchange;

/* The exchanges of a session that are under way, and what is called when the last has ended. */
typedef struct
{
  GQueue exchanges;
  void (*emptied) (gpointer data);
  gpointer data;
} AiohttpClientRegistry;

void aiohttp_client_registry_abort (AiohttpClientRegistry *self, const GError *error);
void aiohttp_client_registry_detach (AiohttpClientRegistry *self); /* the session goes, its bodies stay */

/*
 * One request from its call to the end of its body, redirects included: its total timeout, and whatever else ends it
 * from outside. Each step that waits is put between begin and end; an abort cancels it, and end gives it the abort's
 * error. Only finish takes it out of its registry and stops its clock.
 */
AiohttpClientExchange *aiohttp_client_exchange_new (AiohttpClientRegistry *registry, AiohttpTimerWheel *wheel,
                                                    double timeout, char *method /* GRefString */, GUri *uri);
/* A part of it with steps of its own, such as one attempt: it is aborted with its parent, whose finish waits for it. */
AiohttpClientExchange *aiohttp_client_exchange_new_child (AiohttpClientExchange *parent);
AiohttpClientExchange *aiohttp_client_exchange_ref (AiohttpClientExchange *self);
void aiohttp_client_exchange_unref (AiohttpClientExchange *self);

/* Called once at an abort, unless a step is under way, which then fails instead. */
void aiohttp_client_exchange_set_abort_func (AiohttpClientExchange *self, void (*aborted) (gpointer), gpointer data);

/* The cancellable for one step (transfer none): cancelled with the caller's own, and by an abort. */
GCancellable *aiohttp_client_exchange_begin (AiohttpClientExchange *self, GCancellable *cancellable);

/* The same for a step that is ended by a call of `stop`, on the main stack and not before this returns: with a cancel of
 * the caller's, or by an abort. It is to end the step then. */
void aiohttp_client_exchange_begin_call (AiohttpClientExchange *self, GCancellable *cancellable,
                                         void (*stop) (gpointer data, GError *error /* taken */), gpointer data);
void aiohttp_client_exchange_end (AiohttpClientExchange *self, GError **error /* inout */);

/* A copy of the abort's error, or NULL. */
GError *aiohttp_client_exchange_dup_abort_error (AiohttpClientExchange *self);
void aiohttp_client_exchange_abort (AiohttpClientExchange *self, GError *error /* taken */);
void aiohttp_client_exchange_finish (AiohttpClientExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpClientExchange, aiohttp_client_exchange_unref)

G_END_DECLS
