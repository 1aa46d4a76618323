/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A challenge of Digest authentication (RFC 7616, 3.3). */
typedef struct
{
  char *realm;
  char *nonce;
  char *opaque;     /* NULL: none */
  char *domain;     /* NULL: none */
  char *algorithm;  /* as it was written; "MD5" where it was not */
  gboolean session; /* "-sess" */
  gboolean auth;
  gboolean auth_int;
  gboolean no_qop; /* RFC 2069 */
  gboolean stale;
  gboolean userhash;
} AiohttpDigestChallenge;

void aiohttp_digest_challenge_clear (AiohttpDigestChallenge *self);

/* The strongest of the challenges in WWW-Authenticate that can be answered: SHA-512-256, SHA-256, SHA-512, SHA, MD5. FALSE:
 * there is none. */
gboolean aiohttp_digest_challenge_parse (const char *field_value, AiohttpDigestChallenge *challenge);

/* Authorization for one request; `body` counts for auth-int alone. Names the client nonce and count that it uses. */
char *aiohttp_digest_answer (const AiohttpDigestChallenge *challenge, const char *login, const char *password,
                             const char *method, const char *uri, GBytes *body, const char *cnonce, guint count);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpDigestChallenge, aiohttp_digest_challenge_clear)

G_END_DECLS
