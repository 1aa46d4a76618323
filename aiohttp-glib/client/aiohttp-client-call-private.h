/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-charset-resolver-private.h"
#include "aiohttp-client-chain-private.h"
#include "aiohttp-client-exchange-private.h"
#include "aiohttp-client-plain-private.h"
#include "aiohttp-client-response.h"
#include "aiohttp-client-timeout.h"
#include "aiohttp-connector-private.h"
#include "aiohttp-cookie-jar.h"
#include "aiohttp-request-options.h"
#include "aiohttp-status-check-private.h"
#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

/* What a session adds to a request where its options do not say otherwise. */
typedef struct
{
  SoupMessageHeaders *headers;
  AiohttpCookieJar *cookie_jar;
  SoupHSTSEnforcer *hsts_enforcer;
  char *base_url;
  GUri *base_uri;
  char *params;
  char *authorization;
  double timeout;
  AiohttpClientTimeout *client_timeout;
  gboolean trust_env;
  gboolean requote_redirect_url;
  char *proxy;
  SoupMessageHeaders *proxy_headers;
  AiohttpTlsContext *tls_context;
  char **skip_auto_headers;
  guint max_line_size;
  guint max_field_size;
  guint max_headers;
  gboolean raise_for_status;
  AiohttpStatusCheck *status_check;         /* in its place; NULL: none */
  AiohttpCharsetResolver *charset_resolver; /* NULL: UTF-8 */
  gboolean auto_decompress;
  guint max_redirects;
  guint64 max_body_size;
  GPtrArray *middlewares;   /* NULL: none; replaced, never changed */
  GPtrArray *trace_configs; /* likewise */
  gboolean record_timings;
  AiohttpClientPlain *plain;
  SoupMessageHeaders *upgrade; /* of a request for another protocol, in place of all others; NULL: it is none */
} AiohttpClientDefaults;

void aiohttp_client_defaults_clear (AiohttpClientDefaults *self);

/* One request of a session, its redirects followed, up to the head of its last response, which is what `task` (taken)
 * returns. Everything is read from `defaults` and `options` before this returns. */
void aiohttp_client_call_start (GTask *task, AiohttpConnector *connector, AiohttpClientRegistry *registry,
                                const AiohttpClientDefaults *defaults, const char *method, const char *url,
                                AiohttpRequestOptions *options);

typedef struct _AiohttpClientCall AiohttpClientCall;

/* The same without a task, for who waits for it on the spot, where nobody else wants to know of it: `done` is called once,
 * maybe before this returns. Until then `*place` is the call. */
gboolean aiohttp_client_call_may_be_direct (const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options);
void aiohttp_client_call_start_direct (AiohttpClientCall **place, AiohttpConnector *connector,
                                       AiohttpClientRegistry *registry, const AiohttpClientDefaults *defaults,
                                       const char *method, const char *url, AiohttpRequestOptions *options,
                                       AiohttpClientDone done, gpointer data);
/* It ends soon, with G_IO_ERROR_CANCELLED. */
void aiohttp_client_call_cancel (AiohttpClientCall *self);

G_END_DECLS
