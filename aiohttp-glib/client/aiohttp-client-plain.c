/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-plain-private.h"

#include "aiohttp-headers-private.h"
#include "aiohttp-http1-writer-private.h"

/* A power of two, and the longest URL that is kept: 8 KiB in all. */
#define N_URLS         8
#define MAX_URL_LENGTH 512

struct _AiohttpClientPlain
{
  SoupMessageHeaders *headers;
  GBytes *lines;
  gboolean open;

  struct
  {
    char *url;
    GUri *uri;
  } urls[N_URLS]; /* each in the place that its hash says */
};

AiohttpClientPlain *
aiohttp_client_plain_new (void)
{
  return g_new0 (AiohttpClientPlain, 1);
}

void
aiohttp_client_plain_free (AiohttpClientPlain *self)
{
  aiohttp_client_plain_forget_headers (self, TRUE);
  for (guint i = 0; i < N_URLS; i++)
    {
      g_free (self->urls[i].url);
      g_clear_pointer (&self->urls[i].uri, g_uri_unref);
    }
  g_free (self);
}

SoupMessageHeaders *
aiohttp_client_plain_get_headers (AiohttpClientPlain *self, GBytes **lines)
{
  *lines = self->lines;
  return self->headers;
}

/* What the writer has to look at for each request. */
static gboolean
is_special (AiohttpFieldId id)
{
  return id == AIOHTTP_FIELD_HOST || id == AIOHTTP_FIELD_CONNECTION || id == AIOHTTP_FIELD_EXPECT ||
         id == AIOHTTP_FIELD_CONTENT_LENGTH || id == AIOHTTP_FIELD_TRANSFER_ENCODING || id == AIOHTTP_FIELD_COOKIE;
}

void
aiohttp_client_plain_set_headers (AiohttpClientPlain *self, SoupMessageHeaders *headers)
{
  AiohttpByteBuffer lines = { NULL };
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  gboolean fit = TRUE;

  if (self->open)
    return;
  aiohttp_client_plain_forget_headers (self, FALSE);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_iter_init (&iter, headers);
  while (fit && soup_message_headers_iter_next (&iter, &name, &value))
    {
      fit = !is_special (aiohttp_field_id_lookup (name, strlen (name))) &&
            aiohttp_http1_write_field (&lines, name, -1, value, -1, NULL);
      soup_message_headers_append (self->headers, name, value);
    }
  if (fit)
    self->lines = g_bytes_new (aiohttp_byte_buffer_data (&lines), aiohttp_byte_buffer_length (&lines));
  else
    g_clear_pointer (&self->headers, soup_message_headers_unref);
  aiohttp_byte_buffer_clear (&lines);
}

void
aiohttp_client_plain_forget_headers (AiohttpClientPlain *self, gboolean for_good)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->lines, g_bytes_unref);
  self->open = self->open || for_good;
}

GUri *
aiohttp_client_plain_find_uri (AiohttpClientPlain *self, const char *url)
{
  guint place = g_str_hash (url) % N_URLS;

  return self->urls[place].url != NULL && strcmp (self->urls[place].url, url) == 0 ? self->urls[place].uri : NULL;
}

void
aiohttp_client_plain_add_uri (AiohttpClientPlain *self, const char *url, GUri *uri)
{
  guint place = g_str_hash (url) % N_URLS;

  if (strlen (url) > MAX_URL_LENGTH)
    return;
  g_free (self->urls[place].url);
  g_clear_pointer (&self->urls[place].uri, g_uri_unref);
  self->urls[place].url = g_strdup (url);
  self->urls[place].uri = g_uri_ref (uri);
}
