/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-transport-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"

G_DEFINE_ABSTRACT_TYPE (AiohttpTransport, aiohttp_transport, G_TYPE_OBJECT)

#define GET_CLASS(self) G_TYPE_INSTANCE_GET_CLASS ((self), AIOHTTP_TYPE_TRANSPORT, AiohttpTransportClass)

static void
aiohttp_transport_finalize (GObject *object)
{
  AiohttpTransport *self = AIOHTTP_TRANSPORT (object);

  aiohttp_connection_slots_clear (&self->slots);
  aiohttp_reactor_unref (self->reactor);
  G_OBJECT_CLASS (aiohttp_transport_parent_class)->finalize (object);
}

static void
aiohttp_transport_class_init (AiohttpTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_transport_finalize;
}

static void
aiohttp_transport_init (AiohttpTransport *self)
{
  self->reactor = aiohttp_reactor_ref_for_context (NULL);
  aiohttp_connection_slots_init (&self->slots);
}

void
aiohttp_transport_configure (AiohttpTransport *self, const AiohttpTransportOptions *options)
{
  self->slots.limit = options->limit;
  self->slots.limit_per_host = options->limit_per_host;
  self->keepalive_timeout = options->keepalive_timeout;
  self->force_close = options->force_close;
}

static void
call_free (AiohttpTransportCall *call)
{
  AiohttpTransport *transport = call->transport;

  aiohttp_timer_disarm (&call->connect_timer);
  if (call->failing != NULL)
    g_source_destroy (call->failing);
  g_clear_pointer (&call->failing, g_source_unref);
  g_clear_error (&call->failure);
  g_queue_unlink (&transport->calls, &call->link);
  g_clear_pointer (&call->slot, aiohttp_connection_slot_free);
  g_free (call);
  g_object_unref (transport);
}

void
aiohttp_transport_call_return (AiohttpTransportCall *call, AiohttpTransportReply *reply, GError *error)
{
  AiohttpTransportFunc func = call->func;
  gpointer data = call->data;

  if (reply != NULL)
    reply->slot = g_steal_pointer (&call->slot);
  call_free (call);
  func (reply, error, data);
}

static void
stop_call (gpointer data)
{
  AiohttpTransportCall *call = data;

  if (call->started && call->failing == NULL)
    GET_CLASS (call->transport)->stop (call->transport, call);
}

static gboolean
on_failing (gpointer data)
{
  AiohttpTransportCall *call = data;

  aiohttp_transport_call_return (call, NULL, g_steal_pointer (&call->failure));
  return G_SOURCE_REMOVE;
}

/* It has let go of all that stop() would. */
void
aiohttp_transport_call_fail_later (AiohttpTransportCall *call, GError *error)
{
  call->failure = error;
  call->failing = g_idle_source_new ();
  g_source_set_priority (call->failing, G_PRIORITY_DEFAULT);
  g_source_set_callback (call->failing, on_failing, call, NULL);
  g_source_set_static_name (call->failing, "[aiohttp] failed request");
  g_source_attach (call->failing, aiohttp_reactor_get_context (call->transport->reactor));
}

static void
fail_call (AiohttpTransportCall *call, int code, const char *message)
{
  stop_call (call);
  aiohttp_transport_call_return (call, NULL, g_error_new_literal (AIOHTTP_CLIENT_ERROR, code, message));
}

void
aiohttp_transport_call_cancel (AiohttpTransportCall *call)
{
  aiohttp_call_out (stop_call, call);
  call_free (call);
}

static void
on_connect_timeout (gpointer data)
{
  AiohttpTransportCall *call = data;
  g_autofree char *message = g_strdup_printf ("No connection to %s within %g seconds",
                                              g_uri_get_host (call->request->uri), call->request->connect);

  fail_call (call, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT, message);
}

void
aiohttp_transport_call_connected (AiohttpTransportCall *call)
{
  aiohttp_timer_disarm (&call->connect_timer);
}

static void
start_call (gpointer data)
{
  AiohttpTransportCall *call = data;

  call->started = TRUE;
  if (call->transport->closed)
    {
      aiohttp_transport_call_fail_later (
          call,
          g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Connector was closed"));
      return;
    }
  GET_CLASS (call->transport)->start (call->transport, call);
}

static void
on_slot_granted (gpointer data)
{
  AiohttpTransportCall *call = data;

  aiohttp_transport_emit (call->request, queued_end);
  start_call (call);
}

/* Only where a limit counts by it */
static char *
make_host_key (AiohttpTransport *self, GUri *uri)
{
  if (self->slots.limit_per_host == 0)
    return NULL;
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri), g_uri_get_port (uri));
}

AiohttpTransportCall *
aiohttp_transport_send (AiohttpTransport *self, const AiohttpTransportRequest *request, AiohttpTransportFunc func,
                        gpointer data)
{
  AiohttpTransportCall *call = g_malloc0 (GET_CLASS (self)->call_size);
  g_autofree char *host = make_host_key (self, request->uri);

  call->transport = g_object_ref (self);
  call->request = request;
  call->func = func;
  call->data = data;
  call->link.data = call;
  g_queue_push_tail_link (&self->calls, &call->link);
  aiohttp_timer_init (&call->connect_timer, on_connect_timeout, call);
  if (request->connect > 0)
    aiohttp_timer_arm (aiohttp_reactor_get_wheel (self->reactor), &call->connect_timer,
                       (guint) CLAMP (request->connect * 1000, 1, G_MAXINT));

  call->slot = aiohttp_connection_slot_new (&self->slots, self, host, on_slot_granted, call);
  if (aiohttp_connection_slot_is_granted (call->slot))
    aiohttp_call_out (start_call, call);
  else
    aiohttp_transport_emit (request, queued_start);
  return call;
}

static void
close_all (gpointer data)
{
  AiohttpTransport *self = data;

  while (self->calls.head != NULL)
    fail_call (self->calls.head->data, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Connector was closed");
  GET_CLASS (self)->close (self);
}

void
aiohttp_transport_close (AiohttpTransport *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_object_ref (self);
  aiohttp_call_out (close_all, self);
  g_object_unref (self);
}

AiohttpTransportReply *
aiohttp_transport_reply_new (AiohttpTransport *transport)
{
  AiohttpTransportReply *self = g_new0 (AiohttpTransportReply, 1);

  self->ref_count = 1;
  self->content_length = -1;
  self->transport = transport != NULL ? g_object_ref (transport) : NULL;
  self->ended = transport == NULL;
  return self;
}

AiohttpTransportReply *
aiohttp_transport_reply_ref (AiohttpTransportReply *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_transport_reply_unref (AiohttpTransportReply *self)
{
  if (--self->ref_count > 0)
    return;
  self->ref_count = 1;
  aiohttp_transport_reply_end (self, FALSE);
  if (self->upgraded != NULL)
    aiohttp_channel_close (self->upgraded);
  g_clear_pointer (&self->upgraded_rest, g_bytes_unref);
  g_clear_pointer (&self->whole_body, g_bytes_unref);
  g_clear_pointer (&self->first_bytes, g_bytes_unref);
  g_clear_error (&self->first_failure);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_object (&self->remote_address);
  g_clear_object (&self->tls_info);
  g_clear_object (&self->body);
  g_clear_object (&self->transport);
  g_free (self->fields_memory);
  g_free (self->reason);
  g_free (self);
}

SoupMessageHeaders *
aiohttp_transport_reply_get_headers (AiohttpTransportReply *self)
{
  if (self->headers == NULL)
    self->headers = aiohttp_fields_to_soup (&self->fields, SOUP_MESSAGE_HEADERS_RESPONSE);
  return self->headers;
}

gboolean
aiohttp_transport_reply_has_field (AiohttpTransportReply *self, AiohttpFieldId id)
{
  guint position = 0;

  if (self->fields.base == NULL)
    return soup_message_headers_get_one (self->headers, aiohttp_field_id_get_name (id)) != NULL;
  return aiohttp_fields_next (&self->fields, id, &position) != NULL;
}

static void
add_raw_header (GVariantBuilder *builder, const char *name, gsize name_length, const char *value, gsize value_length)
{
  g_variant_builder_add (builder, "(@ay@ay)", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, name, name_length, 1),
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, value, value_length, 1));
}

GVariant *
aiohttp_transport_reply_make_raw_headers (AiohttpTransportReply *self)
{
  GVariantBuilder builder;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ayay)"));
  for (guint i = 0; self->fields.base != NULL && i < self->fields.n_fields; i++)
    {
      const AiohttpField *field = &self->fields.fields[i];

      add_raw_header (&builder, self->fields.base + field->name.offset, field->name.length,
                      self->fields.base + field->value.offset, field->value.length);
    }
  if (self->fields.base == NULL)
    {
      soup_message_headers_iter_init (&iter, aiohttp_transport_reply_get_headers (self));
      while (soup_message_headers_iter_next (&iter, &name, &value))
        add_raw_header (&builder, name, strlen (name), value, strlen (value));
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

GInputStream *
aiohttp_transport_reply_get_body (AiohttpTransportReply *self)
{
  if (self->body == NULL && self->whole_body != NULL)
    self->body = g_memory_input_stream_new_from_bytes (self->whole_body);
  else if (self->body == NULL)
    self->body = GET_CLASS (self->transport)->open_body (self->transport, self);
  return self->body;
}

GError *
aiohttp_transport_reply_map_error (AiohttpTransportReply *self, GError *error)
{
  return GET_CLASS (self->transport)->map_error (self->transport, error);
}

typedef struct
{
  AiohttpTransportReply *reply;
  gboolean at_end;
} BodyEnd;

static void
end_body (gpointer data)
{
  BodyEnd *end = data;

  GET_CLASS (end->reply->transport)->end_body (end->reply->transport, end->reply, end->at_end);
}

/* The connection first, so that whoever comes to have the slot finds it idle. */
void
aiohttp_transport_reply_end (AiohttpTransportReply *self, gboolean at_end)
{
  BodyEnd end = { self, at_end };

  if (self->ended)
    return;
  self->ended = TRUE;
  aiohttp_call_out (end_body, &end);
  g_clear_pointer (&self->slot, aiohttp_connection_slot_free);
}

void
aiohttp_transport_clear_dns_cache (AiohttpTransport *self, const char *host, guint port)
{
  if (GET_CLASS (self)->clear_dns_cache != NULL)
    GET_CLASS (self)->clear_dns_cache (self, host, port);
}
