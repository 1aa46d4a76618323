/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "websocket-case.h"

#include <string.h>

#include "aiohttp-web-socket-mask-private.h"

/* What stands between a frame's first octet and its payload: "c1,z Hello". */
typedef struct
{
  guint first_octet;
  guint repeat;       /* x3: three times */
  gsize cut;          /* cut5: nothing behind its first five octets */
  gboolean deflated;  /* z */
  gboolean length_16; /* l16, l64: the length in a field too long for it */
  gboolean length_64;
  gboolean highest_bit; /* msb: of the length */
  gboolean huge;        /* announces 2^40 octets */
  gboolean raw;         /* masked where it must not be, and the other way round */
} FrameOptions;

static void
read_options (const char *text, gsize length, FrameOptions *options)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) words = g_strsplit (copy, ",", -1);

  *options = (FrameOptions){ .first_octet = (guint) g_ascii_strtoull (words[0], NULL, 16), .repeat = 1 };
  for (guint i = 1; words[i] != NULL; i++)
    {
      const char *word = words[i];

      options->deflated |= g_str_equal (word, "z");
      options->length_16 |= g_str_equal (word, "l16");
      options->length_64 |= g_str_equal (word, "l64");
      options->highest_bit |= g_str_equal (word, "msb");
      options->huge |= g_str_equal (word, "huge");
      options->raw |= g_str_equal (word, "raw");
      if (word[0] == 'x')
        options->repeat = (guint) g_ascii_strtoull (word + 1, NULL, 10);
      if (g_str_has_prefix (word, "cut"))
        options->cut = (gsize) g_ascii_strtoull (word + 3, NULL, 10);
    }
}

static gsize
write_head (guint8 *head, const FrameOptions *options, gsize length, const guint32 *key)
{
  guint64 announced = options->huge ? G_GUINT64_CONSTANT (1) << 40 : length;
  gsize size = 2;

  if (!options->length_16 && !options->length_64 && !options->highest_bit)
    return aiohttp_web_socket_write_head (head, options->first_octet, length, key);
  head[0] = (guint8) options->first_octet;
  head[1] = (guint8) ((options->length_16 ? 126 : 127) | (key != NULL ? 0x80 : 0));
  if (options->highest_bit)
    announced |= G_GUINT64_CONSTANT (1) << 63;
  for (int shift = options->length_16 ? 8 : 56; shift >= 0; shift -= 8)
    head[size++] = (guint8) (announced >> shift);
  if (key != NULL)
    {
      memcpy (head + size, key, 4);
      size += 4;
    }
  return size;
}

static void
add_frame (WebSocketWire *self, const FrameOptions *options, const guint8 *payload, gsize length, gboolean masked)
{
  const guint32 key = 0xa1b2c3d4;
  guint8 head[AIOHTTP_WEB_SOCKET_HEAD_MAX];
  gsize size = write_head (head, options, length, masked ? &key : NULL);
  guint start = self->wire->len;
  gsize end;

  g_byte_array_append (self->wire, head, (guint) size);
  g_byte_array_append (self->wire, payload, (guint) length);
  if (masked)
    aiohttp_web_socket_mask (self->wire->data + start + size, self->wire->data + start + size, length, key);
  if (options->cut > 0 && start + options->cut < self->wire->len)
    g_byte_array_set_size (self->wire, (guint) (start + options->cut));
  end = self->wire->len;
  g_array_append_val (self->ends, end);
}

WebSocketWire *
web_socket_wire_new (ConformanceCase *test, gboolean to_server)
{
  WebSocketWire *self = g_new0 (WebSocketWire, 1);
  GPtrArray *frames = conformance_get_all (test, "frame");
  const char *deflate = conformance_get (test, "deflate");
  guint bits = (guint) conformance_get_int (test, "bits", 15);
  AiohttpWebSocketDeflater *deflater =
      aiohttp_web_socket_deflater_new (MAX (bits, 9), g_strcmp0 (deflate, "no-context") != 0 && bits >= 9);

  self->wire = g_byte_array_new ();
  self->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (guint i = 0; i < frames->len; i++)
    {
      const char *line = g_ptr_array_index (frames, i);
      const char *space = strchr (line, ' ');
      g_autoptr (GString) payload = conformance_unescape (space != NULL ? space + 1 : "");
      g_auto (AiohttpByteBuffer) deflated = AIOHTTP_BYTE_BUFFER_INIT;
      FrameOptions options;
      const guint8 *data = (const guint8 *) payload->str;
      gsize length = payload->len;

      read_options (line, space != NULL ? (gsize) (space - line) : strlen (line), &options);
      if (options.deflated)
        {
          g_assert_true (aiohttp_web_socket_deflater_add (deflater, &deflated, data, length, TRUE));
          data = aiohttp_byte_buffer_data (&deflated);
          length = aiohttp_byte_buffer_length (&deflated);
        }
      for (guint n = 0; n < options.repeat; n++)
        add_frame (self, &options, data, length, to_server != options.raw);
    }
  aiohttp_web_socket_deflater_free (deflater);
  return self;
}

void
web_socket_wire_free (WebSocketWire *self)
{
  g_byte_array_unref (self->wire);
  g_array_unref (self->ends);
  g_free (self);
}

void
web_socket_case_get_terms (ConformanceCase *test, gboolean as_server, AiohttpWebSocketTerms *terms)
{
  const char *deflate = conformance_get (test, "deflate");

  *terms = (AiohttpWebSocketTerms){
    .as_server = as_server,
    .deflate = deflate != NULL,
    .own_window_bits = 15,
    .peer_window_bits = (guint) conformance_get_int (test, "bits", 15),
    .own_context = TRUE,
    .peer_context = g_strcmp0 (deflate, "no-context") != 0,
    .max_message_size = (guint64) conformance_get_int (test, "max", 0),
    .writer_limit = AIOHTTP_WEB_SOCKET_WRITER_LIMIT,
    .close_timeout = 10,
    .autoclose = TRUE,
  };
}

void
web_socket_case_describe (AiohttpWebSocketMessage *message, GPtrArray *lines)
{
  GString *line = g_string_new (NULL);

  switch ((AiohttpWebSocketMessageType) message->type)
    {
    case AIOHTTP_WEB_SOCKET_MESSAGE_TEXT:
      g_string_append (line, "text ");
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_BINARY:
      g_string_append (line, "binary ");
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_PING:
      g_string_append (line, "ping ");
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_PONG:
      g_string_append (line, "pong ");
      break;
    case AIOHTTP_WEB_SOCKET_MESSAGE_CONTINUATION:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSING:
    case AIOHTTP_WEB_SOCKET_MESSAGE_CLOSED:
    case AIOHTTP_WEB_SOCKET_MESSAGE_ERROR:
    case AIOHTTP_WEB_SOCKET_MESSAGE_GAP:
    default:
      g_assert_not_reached ();
    }
  g_string_append_len (line, (const char *) message->payload, (gssize) message->length);
  g_ptr_array_add (lines, line);
}

void
web_socket_case_assert_messages (ConformanceCase *test, GPtrArray *lines)
{
  GPtrArray *wanted = conformance_get_all (test, "message");
  gint64 size = conformance_get_int (test, "size", -1);

  if (size >= 0)
    {
      g_assert_cmpuint (lines->len, ==, 1);
      g_assert_cmpuint (((GString *) g_ptr_array_index (lines, 0))->len - strlen ("binary "), ==, (gsize) size);
      return;
    }
  g_assert_cmpuint (lines->len, ==, wanted != NULL ? wanted->len : 0);
  for (guint i = 0; i < lines->len; i++)
    {
      GString *line = g_ptr_array_index (lines, i);
      const char *text = g_ptr_array_index (wanted, i);
      const char *space = strchr (text, ' ');
      /* An empty payload's space is lost with the line's end. */
      g_autofree char *padded = space == NULL ? g_strconcat (text, " ", NULL) : g_strdup (text);
      g_autoptr (GString) expected = conformance_unescape (padded);

      g_assert_cmpmem (line->str, line->len, expected->str, expected->len);
    }
}
