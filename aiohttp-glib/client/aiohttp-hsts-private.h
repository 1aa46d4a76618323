/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The https URL to go to in place of an http one whose host has asked for that (RFC 6797); NULL: the URL is right. */
GUri *aiohttp_hsts_upgrade (SoupHSTSEnforcer *enforcer, GUri *uri);

/* Keeps what a Strict-Transport-Security field, come by TLS, asks for; at most 3,000 hosts are kept. */
void aiohttp_hsts_take (SoupHSTSEnforcer *enforcer, GUri *uri, const char *field_value);

G_END_DECLS
