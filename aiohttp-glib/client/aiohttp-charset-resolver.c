/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-charset-resolver-private.h"

#include "aiohttp-coroutine-private.h"

struct _AiohttpCharsetResolver
{
  int ref_count;
  AiohttpCharsetFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

AiohttpCharsetResolver *
aiohttp_charset_resolver_new (AiohttpCharsetFunc func, gpointer user_data, GDestroyNotify destroy)
{
  AiohttpCharsetResolver *self = g_new (AiohttpCharsetResolver, 1);

  *self = (AiohttpCharsetResolver){ 1, func, user_data, destroy };
  return self;
}

AiohttpCharsetResolver *
aiohttp_charset_resolver_ref (AiohttpCharsetResolver *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_charset_resolver_unref (AiohttpCharsetResolver *self)
{
  if (--self->ref_count > 0)
    return;
  if (self->destroy != NULL)
    aiohttp_call_out (self->destroy, self->user_data);
  g_free (self);
}

typedef struct
{
  AiohttpCharsetResolver *resolver;
  AiohttpClientResponse *response;
  GBytes *body;
  char *charset;
} Question;

static void
ask (gpointer data)
{
  Question *question = data;

  question->charset = question->resolver->func (question->response, question->body, question->resolver->user_data);
}

char *
aiohttp_charset_resolver_ask (AiohttpCharsetResolver *self, AiohttpClientResponse *response, GBytes *body)
{
  Question question = { self, response, body, NULL };

  aiohttp_call_out (ask, &question);
  return question.charset;
}
