/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TLS_CONTEXT (aiohttp_tls_context_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTlsContext, aiohttp_tls_context, AIOHTTP, TLS_CONTEXT, GObject)

/**
 * AiohttpTlsServerNameFunc:
 * @context: the context of the connection
 * @server_name: (nullable): the host that the client asks for, in small letters; %NULL if it names none
 * @user_data: what the function was set with
 * @error: return location of a reason to refuse the connection
 *
 * Chooses the certificate by the host that a client asks for (SNI).
 *
 * It is called during the handshake, in the thread of the connection's event loop and on its main stack, and has to
 * return at once. From the context that it returns the connection takes its certificate and what it asks of the client
 * (authentication mode, authorities, database, fingerprints); the rest stays that of @context. %NULL without an error
 * goes on with @context; with an error the client is told that the name is not known.
 *
 * Returns: (transfer full) (nullable): a context for servers, or %NULL
 *
 * Since: 0.1
 */
typedef AiohttpTlsContext *(*AiohttpTlsServerNameFunc) (AiohttpTlsContext *context, const char *server_name,
                                                        gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *
aiohttp_tls_context_new_server (GTlsCertificate *certificate, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *aiohttp_tls_context_new_server_for_files (const char *certificate_file, const char *private_key_file,
                                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *aiohttp_tls_context_new_client (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_get_server_side (AiohttpTlsContext *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_set_certificate (AiohttpTlsContext *self, GTlsCertificate *certificate, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_load_certificate (AiohttpTlsContext *self, const char *certificate_file,
                                               const char *private_key_file, const char *password, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_load_authorities (AiohttpTlsContext *self, const char *file, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_add_authority (AiohttpTlsContext *self, GTlsCertificate *certificate, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_reload (AiohttpTlsContext *self, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_check (AiohttpTlsContext *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tls_context_set_server_name_func (AiohttpTlsContext *self, AiohttpTlsServerNameFunc func,
                                               gpointer user_data, GDestroyNotify destroy);

AIOHTTP_AVAILABLE_IN_ALL
GTlsDatabase *aiohttp_tls_context_get_database (AiohttpTlsContext *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tls_context_set_database (AiohttpTlsContext *self, GTlsDatabase *database);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_context_get_verify (AiohttpTlsContext *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tls_context_set_verify (AiohttpTlsContext *self, gboolean verify);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_tls_context_get_fingerprints (AiohttpTlsContext *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tls_context_set_fingerprints (AiohttpTlsContext *self, const char *const *fingerprints);
AIOHTTP_AVAILABLE_IN_ALL
GTlsAuthenticationMode aiohttp_tls_context_get_authentication_mode (AiohttpTlsContext *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_tls_context_set_authentication_mode (AiohttpTlsContext *self, GTlsAuthenticationMode mode);

G_END_DECLS
