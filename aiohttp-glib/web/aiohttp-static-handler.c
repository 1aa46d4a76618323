/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-static-resource-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-file-response-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-response.h"
#include "aiohttp-static-listing-private.h"
#include "aiohttp-static-path-private.h"
#include "aiohttp-url-private.h"

/* How a static resource answers. */

static AiohttpReply *
refuse (guint status)
{
  return AIOHTTP_REPLY (aiohttp_response_new_error (status, NULL));
}

/* The path behind the resource's own, as it was sent. */
static AiohttpSpan
get_rest (AiohttpRequest *request)
{
  AiohttpSpan path = request->head->path;

  if (request->n_params == 0)
    return (AiohttpSpan){ path.offset, 0 };
  return (AiohttpSpan){ path.offset + request->params[0].offset, request->params[0].length };
}

/* To the same name with a slash, without which the links in its page would lead elsewhere. Relative: so it leads to no other
 * host, whatever the client sent, and holds behind a proxy that has changed the path. */
static AiohttpReply *
redirect_to_directory (AiohttpRequest *request)
{
  const char *path = aiohttp_request_span_text (request, request->head->path);
  gsize length = request->head->path.length;
  const char *name = memrchr (path, '/', length);
  const char *query = aiohttp_request_get_query_string (request);
  g_autofree char *decoded = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *location = NULL;

  name = name != NULL ? name + 1 : path;
  decoded = aiohttp_url_decode_segment (name, length - (gsize) (name - path), NULL);
  encoded = aiohttp_url_encode_path (decoded, -1, FALSE);
  location = g_strconcat ("./", encoded, "/", *query != '\0' ? "?" : "", query, NULL);
  return AIOHTTP_REPLY (aiohttp_response_new_redirect (301, location));
}

static AiohttpReply *
list_directory (AiohttpStaticResource *self, AiohttpRequest *request, const char *path, GError **error)
{
  AiohttpStaticListing listing = {
    .root = self->directory,
    .path = path,
    .title = aiohttp_request_get_path (request),
    .symlinks = self->symlinks,
    .show_hidden = self->show_hidden,
  };
  g_autoptr (GBytes) body = NULL;
  AiohttpResponse *response;

  if (!aiohttp_event_loop_run_in_executor (aiohttp_event_loop_get_or_default (), aiohttp_static_listing_run, &listing,
                                           NULL, NULL, error))
    {
      /* It was cancelled, or never began: nothing came of it. */
      return NULL;
    }
  if (listing.page == NULL)
    {
      AiohttpFileLookup failed = { .path = path, .code = listing.code };

      g_propagate_error (error, aiohttp_file_lookup_make_error (&failed));
      return NULL;
    }
  body = g_string_free_to_bytes (listing.page);
  response = aiohttp_response_new_bytes (200, body, "text/html; charset=utf-8");
  /* Names come from whoever may put files there. */
  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Content-Security-Policy",
                                      "default-src 'none'; style-src 'unsafe-inline'", NULL);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
send_file (AiohttpStaticResource *self, AiohttpRequest *request, AiohttpFileLookup *lookup)
{
  g_autofree char *index = lookup->is_index ? g_build_filename (lookup->path, lookup->index, NULL) : NULL;
  AiohttpFileResponse *response =
      aiohttp_file_response_new_for_lookup (lookup, index != NULL ? index : lookup->path, request);

  if (self->cache_control != NULL)
    aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Cache-Control", self->cache_control, NULL);
  return AIOHTTP_REPLY (response);
}

AiohttpReply *
aiohttp_static_resource_answer (AiohttpRequest *request, gpointer resource, GError **error)
{
  AiohttpStaticResource *self = resource;
  AiohttpSpan rest = get_rest (request);
  g_autoptr (GString) path = g_string_sized_new (rest.length);
  g_auto (AiohttpFileLookup) lookup = AIOHTTP_FILE_LOOKUP_INIT;
  gboolean slash;

  if (request->n_params == 0)
    return redirect_to_directory (request);
  if (!aiohttp_static_path_parse (aiohttp_request_span_text (request, rest), rest.length, self->show_hidden, path,
                                  &slash))
    return refuse (404);
  lookup.root = self->directory;
  lookup.path = path->str;
  lookup.slash = slash;
  lookup.index = self->index;
  lookup.symlinks = self->symlinks;
  if (self->precompressed)
    lookup.accepts = aiohttp_request_get_header_by_id (request, AIOHTTP_FIELD_ACCEPT_ENCODING);
  if (!aiohttp_file_lookup_run (&lookup, error))
    return NULL;
  if (lookup.code != 0)
    {
      g_propagate_error (error, aiohttp_file_lookup_make_error (&lookup));
      return NULL;
    }
  if (!lookup.is_directory)
    return send_file (self, request, &lookup);
  if (!slash)
    return redirect_to_directory (request);
  return self->show_index ? list_directory (self, request, path->str, error) : refuse (403);
}
