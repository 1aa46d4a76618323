/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-settings-private.h"
#include "aiohttp-progress-private.h"
#include "aiohttp-request-options.h"

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_CHOICE_UNSET,
  AIOHTTP_CHOICE_NO,
  AIOHTTP_CHOICE_YES,
} AiohttpChoice;

struct _AiohttpRequestOptions
{
  GObject parent_instance;

  SoupMessageHeaders *headers;
  GString *params;
  GBytes *body;
  char *content_type;
  gboolean body_is_text;
  JsonNode *json;
  char *json_text;
  AiohttpPayload *payload;
  char *compress;
  gboolean chunked;
  gboolean expect100;
  AiohttpProgress *upload_progress;
  GObject *trace_request_context;
  GPtrArray *middlewares; /* in place of the session's; NULL: those */
  GPtrArray *cookies;     /* name, value, name, value */
  AiohttpClientTimeout *client_timeout;
  char *proxy;
  SoupMessageHeaders *proxy_headers;
  AiohttpTlsContext *tls_context;
  char *server_hostname;
  char **skip_auto_headers;
  guint max_line_size;
  guint max_field_size;
  guint max_headers;
  double timeout;
  int max_redirects;
  gint64 max_body_size;
  AiohttpChoice allow_redirects;
  AiohttpChoice raise_for_status;
  AiohttpStatusCheck *status_check; /* in its place; NULL: none */
  AiohttpChoice auto_decompress;
};

/* Refuses what must never reach the wire: AIOHTTP_ERROR_INVALID_ARGUMENT. */
gboolean aiohttp_check_field (const char *name, const char *value, GError **error);

/* Sets (value) or removes (NULL) or appends one field, checked. */
gboolean aiohttp_headers_set_checked (SoupMessageHeaders *headers, const char *name, const char *value, gboolean append,
                                      GError **error);

/* NULL when nothing was set. */
SoupMessageHeaders *aiohttp_request_options_peek_headers (AiohttpRequestOptions *self);

/* What is to be sent, NULL for nothing; FALSE with an error for two bodies. */
gboolean aiohttp_request_options_dup_payload (AiohttpRequestOptions *self, AiohttpPayload **payload, GError **error);

/* Puts what the options say in the place of what the session and the method do. */
void aiohttp_request_options_override (AiohttpRequestOptions *self, AiohttpClientSettings *settings);

/* For the class: its properties are in a file of their own. */
void aiohttp_request_options_install_properties (GObjectClass *object_class);

G_END_DECLS
