/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/*
 * What a session's requests have in common where they bring nothing of their own, made once: their header fields, with
 * the bytes that these are on the wire, and the URLs that were asked for last, parsed.
 */
typedef struct _AiohttpClientPlain AiohttpClientPlain;

AiohttpClientPlain *aiohttp_client_plain_new (void);
void aiohttp_client_plain_free (AiohttpClientPlain *self);

/* NULL: not known, or somebody may have changed what they are made of. They are not to be changed. */
SoupMessageHeaders *aiohttp_client_plain_get_headers (AiohttpClientPlain *self, GBytes **lines);
/* Takes a copy of the fields that a request without any of its own has come to have. */
void aiohttp_client_plain_set_headers (AiohttpClientPlain *self, SoupMessageHeaders *headers);
/* What they are made of has changed; with `for_good` it may go on doing so without a word. */
void aiohttp_client_plain_forget_headers (AiohttpClientPlain *self, gboolean for_good);

/* A URL that a request was made for as it stands, without credentials in it; NULL: not known. */
GUri *aiohttp_client_plain_find_uri (AiohttpClientPlain *self, const char *url);
void aiohttp_client_plain_add_uri (AiohttpClientPlain *self, const char *url, GUri *uri);

G_END_DECLS
