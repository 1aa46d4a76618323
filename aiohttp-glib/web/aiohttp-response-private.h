/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-response.h"
#include "aiohttp-stream-response-private.h"

G_BEGIN_DECLS

/* A longer body is encoded while it goes out. */
#define AIOHTTP_RESPONSE_MAX_ENCODED (64 * 1024)

struct _AiohttpResponse
{
  AiohttpStreamResponse parent_instance;

  GBytes *body; /* NULL while nobody asked for it and the body is our own text */
  char *text;
  gsize text_length;
  GError *error;
};

/* The body in place. */
const char *aiohttp_response_peek_body (AiohttpResponse *self, gsize *length);

/* Applies the coding that was asked for, if the client takes it. */
void aiohttp_response_encode (AiohttpResponse *self, AiohttpRequest *request);

/* "404: Not Found", or the error's message where it is one for the peer. Takes the error (nullable), which is then
 * the response's. */
AiohttpResponse *
aiohttp_response_new_for_status (guint status, const char *text, GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
