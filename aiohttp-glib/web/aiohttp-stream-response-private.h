/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

struct _AiohttpStreamResponse
{
  GObject parent_instance;

  SoupMessageHeaders *headers; /* made when somebody asks; then content_type is in it, and NULL here */
  const char *content_type;
  char *own_content_type; /* what content_type points to, where it is no constant */
  char *reason;           /* NULL for the registered one */
  GError *invalid;        /* what a property or constructor, which cannot fail, refused */
  guint16 status;
  guint sent : 1;
  guint force_close : 1;
};

struct _AiohttpStreamResponseClass
{
  GObjectClass parent_class;
};

/* Another failure than the first is dropped. Takes the error. */
void aiohttp_stream_response_take_invalid (AiohttpStreamResponse *self, GError *error);

/* Claims the one time that a response may be sent; fails too where a setter had refused a value. */
gboolean aiohttp_stream_response_begin (AiohttpStreamResponse *self, GError **error);

const char *aiohttp_stream_response_peek_content_type (AiohttpStreamResponse *self);
/* A constant that lives as long as the program. */
void aiohttp_stream_response_set_static_content_type (AiohttpStreamResponse *self, const char *content_type);

G_END_DECLS
