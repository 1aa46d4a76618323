/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_TIMEOUT (aiohttp_client_timeout_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientTimeout, aiohttp_client_timeout, AIOHTTP, CLIENT_TIMEOUT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientTimeout *aiohttp_client_timeout_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timeout_get_total (AiohttpClientTimeout *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_timeout_set_total (AiohttpClientTimeout *self, double total);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timeout_get_connect (AiohttpClientTimeout *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_timeout_set_connect (AiohttpClientTimeout *self, double connect);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timeout_get_sock_connect (AiohttpClientTimeout *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_timeout_set_sock_connect (AiohttpClientTimeout *self, double sock_connect);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_client_timeout_get_sock_read (AiohttpClientTimeout *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_timeout_set_sock_read (AiohttpClientTimeout *self, double sock_read);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_timeout_get_min_rate (AiohttpClientTimeout *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_timeout_set_min_rate (AiohttpClientTimeout *self, guint min_rate);

G_END_DECLS
