/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-call-private.h"
#include "aiohttp-client-session.h"

G_BEGIN_DECLS

/* What a session has at first. */
#define AIOHTTP_CLIENT_DEFAULT_TIMEOUT        300
#define AIOHTTP_CLIENT_DEFAULT_MAX_REDIRECTS  10
#define AIOHTTP_CLIENT_DEFAULT_MAX_LINE_SIZE  8190
#define AIOHTTP_CLIENT_DEFAULT_MAX_FIELD_SIZE 8190
#define AIOHTTP_CLIENT_DEFAULT_MAX_HEADERS    128

/* For the parts of a session that have a file of their own. */
AiohttpClientDefaults *aiohttp_client_session_get_defaults (AiohttpClientSession *self);
struct _AiohttpClientSession
{
  GObject parent_instance;

  AiohttpConnector *connector;
  gboolean connector_owner;
  gboolean closed;
  AiohttpClientDefaults defaults;
  AiohttpClientRegistry registry;
  GPtrArray *closing; /* GTask: who waits for the registry to be empty */
};

/* Sends a request whose response `task` (taken) returns. */
void aiohttp_client_session_start_request (AiohttpClientSession *self, GTask *task, const char *method, const char *url,
                                           AiohttpRequestOptions *options);

/* The same for a GET that asks for another protocol, by `headers`. */
void aiohttp_client_session_start_upgrade (AiohttpClientSession *self, GTask *task, const char *url,
                                           AiohttpRequestOptions *options, SoupMessageHeaders *headers);

/* The body of every verb: `tag` is the source tag by which its finish function knows its task. */
void aiohttp_client_session_request_with_tag (AiohttpClientSession *self, const char *method, const char *url,
                                              AiohttpRequestOptions *options, gpointer tag, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);

/* For the class: its properties are in a file of their own. */
void aiohttp_client_session_install_properties (GObjectClass *object_class);

/* The awaiting form of every verb; `what` names it. */
AiohttpClientResponse *
aiohttp_client_session_await_request (AiohttpClientSession *self, const char *method, const char *url,
                                      AiohttpRequestOptions *options, const char *what, GError **error);

G_END_DECLS
