/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application-private.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-request-private.h"

#include <netinet/in.h>

/* A stream that brings a body in pieces and keeps the answer to itself. */
typedef struct
{
  AiohttpServerStream parent;
  const char *const *pieces;
  struct sockaddr_in peer;
} FakeStream;

static AiohttpServerBodyState
fake_read_body (AiohttpServerStream *stream, AiohttpByteBuffer *buffer, guint64 limit, guint64 enough, GError **error)
{
  FakeStream *self = (FakeStream *) stream;

  if (*self->pieces == NULL)
    return AIOHTTP_SERVER_BODY_END;
  aiohttp_byte_buffer_append_string (buffer, *self->pieces++);
  return AIOHTTP_SERVER_BODY_PENDING;
}

static void
fake_respond (AiohttpServerStream *stream, AiohttpStreamResponse *response)
{
}

static const struct sockaddr *
fake_get_peer (AiohttpServerStream *stream)
{
  return (const struct sockaddr *) &((FakeStream *) stream)->peer;
}

static int
fake_get_fd (AiohttpServerStream *stream)
{
  return -1;
}

static const AiohttpServerStreamClass fake_class = { .read_body = fake_read_body,
                                                     .respond = fake_respond,
                                                     .get_peer = fake_get_peer,
                                                     .get_fd = fake_get_fd };

static FakeStream fake_stream;

static AiohttpRequest *
request_new (const char *text, const char *const *pieces)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autofree AiohttpHttp1Head *head = aiohttp_http1_head_new (16);
  AiohttpHttp1Parser parser;
  g_autoptr (GError) error = NULL;

  aiohttp_http1_parser_init_request (&parser, head, NULL);
  g_assert_cmpint (aiohttp_http1_parser_execute (&parser, text, strlen (text), &error), ==, AIOHTTP_HTTP1_DONE);
  g_assert_no_error (error);
  fake_stream = (FakeStream){ { &fake_class, NULL }, pieces, { .sin_family = AF_INET } };
  fake_stream.peer.sin_addr.s_addr = htonl (0x7f000001);
  return aiohttp_request_new (&fake_stream.parent, app, aiohttp_http1_head_dup (head));
}
