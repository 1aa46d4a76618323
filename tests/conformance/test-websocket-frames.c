/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-web-socket-decoder-private.h"
#include "websocket-case.h"

/* Each case for both roles: by the decoder, frame by frame, octet by octet and all at once; and by a whole websocket over
 * a socket, which must answer what is wrong by the close frame of the case. */

#define OCTETS_UP_TO 20000
#define SOCKET_UP_TO 100000
#define CUTS_UP_TO   80

typedef struct
{
  GPtrArray *messages;
  guint fails; /* close code; 0: it does not */
  AiohttpWebSocketMessage *close;
} Outcome;

static void
free_line (gpointer line)
{
  g_string_free (line, TRUE);
}

static void
outcome_clear (Outcome *outcome)
{
  g_ptr_array_unref (outcome->messages);
  g_clear_pointer (&outcome->close, aiohttp_web_socket_message_unref);
}

static void
assert_outcome (ConformanceCase *test, const Outcome *outcome, gboolean idle)
{
  const char *closes = conformance_get (test, "closes");
  gboolean inside = conformance_get (test, "ends") != NULL;

  web_socket_case_assert_messages (test, outcome->messages);
  g_assert_cmpuint (outcome->fails, ==, (guint) conformance_get_int (test, "fails", 0));
  g_assert_cmpint (outcome->close != NULL, ==, closes != NULL);
  if (closes != NULL)
    {
      const char *space = strchr (closes, ' ');
      g_autoptr (GString) reason = conformance_unescape (space != NULL ? space + 1 : "");

      g_assert_cmpuint (outcome->close->close_code, ==, (guint) g_ascii_strtoull (closes, NULL, 10));
      g_assert_cmpmem (outcome->close->payload, outcome->close->length, reason->str, reason->len);
    }
  else if (outcome->fails == 0)
    g_assert_cmpint (idle, ==, !inside);
}

static void
feed (AiohttpWebSocketDecoder *decoder, const guint8 *data, gsize length, Outcome *outcome)
{
  /* exactly as long: a read too far is one that ASan sees */
  g_autofree guint8 *exact = g_memdup2 (data, length);
  gsize done = 0;

  while (done < length && outcome->fails == 0 && outcome->close == NULL)
    {
      AiohttpWebSocketMessage *message = NULL;
      g_autoptr (GError) error = NULL;
      gsize taken = 0;

      switch (aiohttp_web_socket_decoder_next (decoder, exact + done, length - done, &taken, &message, &error))
        {
        case AIOHTTP_WEB_SOCKET_DECODER_MESSAGE:
          if (message->type == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE)
            outcome->close = g_steal_pointer (&message);
          else
            web_socket_case_describe (message, outcome->messages);
          g_clear_pointer (&message, aiohttp_web_socket_message_unref);
          break;
        case AIOHTTP_WEB_SOCKET_DECODER_FAILED:
          outcome->fails = aiohttp_web_socket_decoder_get_close_code (error);
          return;
        case AIOHTTP_WEB_SOCKET_DECODER_MORE:
          g_assert_cmpuint (done + taken, ==, length);
          break;
        case AIOHTTP_WEB_SOCKET_DECODER_PART:
        case AIOHTTP_WEB_SOCKET_DECODER_LAST_PART:
        default:
          g_assert_not_reached ();
        }
      done += taken;
    }
}

static void
run_decoder (ConformanceCase *test, const WebSocketWire *wire, gboolean as_server, const gsize *ends, gsize n_ends)
{
  AiohttpWebSocketTerms terms;
  AiohttpWebSocketDecoder decoder;
  Outcome outcome = { g_ptr_array_new_with_free_func (free_line), 0, NULL };
  gsize start = 0;

  web_socket_case_get_terms (test, as_server, &terms);
  aiohttp_web_socket_decoder_init (
      &decoder, as_server, terms.max_message_size,
      terms.deflate ? aiohttp_web_socket_inflater_new (terms.peer_window_bits, terms.peer_context) : NULL);
  for (gsize i = 0; i < n_ends; i++)
    {
      feed (&decoder, wire->wire->data + start, ends[i] - start, &outcome);
      start = ends[i];
    }
  assert_outcome (test, &outcome, aiohttp_web_socket_decoder_is_idle (&decoder));
  outcome_clear (&outcome);
  aiohttp_web_socket_decoder_clear (&decoder);
}

static void
run_decoders (ConformanceCase *test, gboolean as_server)
{
  g_autoptr (WebSocketWire) wire = web_socket_wire_new (test, as_server);
  gsize length = wire->wire->len;

  run_decoder (test, wire, as_server, &length, 1);
  run_decoder (test, wire, as_server, (const gsize *) (gconstpointer) wire->ends->data, wire->ends->len);
  if (length <= OCTETS_UP_TO)
    {
      g_autofree gsize *ends = g_new (gsize, length);

      for (gsize i = 0; i < length; i++)
        ends[i] = i + 1;
      run_decoder (test, wire, as_server, ends, length);
    }
  for (gsize cut = 1; cut < length && length <= CUTS_UP_TO; cut++)
    run_decoder (test, wire, as_server, (gsize[]){ cut, length }, 2);
}

typedef struct
{
  Outcome outcome;
  gboolean closed;
} Listener;

static void
on_message (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, gpointer data)
{
  Listener *listener = data;

  web_socket_case_describe (message, listener->outcome.messages);
}

static void
on_closed (AiohttpWebSocket *socket, gpointer data)
{
  Listener *listener = data;

  listener->closed = TRUE;
}

/* What the websocket has sent: at most a close frame. */
static void
read_answer (ConformanceCase *test, int fd, gboolean as_server, Outcome *outcome)
{
  AiohttpWebSocketDecoder decoder;
  guint8 answer[300];
  gssize n = read (fd, answer, sizeof answer);
  gsize taken = 0;
  AiohttpWebSocketMessage *message = NULL;

  if (n <= 0)
    return;
  aiohttp_web_socket_decoder_init (&decoder, !as_server, 0, NULL);
  g_assert_cmpint (aiohttp_web_socket_decoder_next (&decoder, answer, (gsize) n, &taken, &message, NULL), ==,
                   AIOHTTP_WEB_SOCKET_DECODER_MESSAGE);
  g_assert_cmpuint (taken, ==, n);
  g_assert_cmpint (message->type, ==, AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE);
  if (conformance_get (test, "closes") != NULL)
    g_assert_cmpuint (message->close_code, ==, (guint) g_ascii_strtoull (conformance_get (test, "closes"), NULL, 10));
  else
    outcome->fails = message->close_code;
  aiohttp_web_socket_message_unref (message);
  aiohttp_web_socket_decoder_clear (&decoder);
}

static void
run_socket (ConformanceCase *test, gboolean as_server)
{
  g_autoptr (WebSocketWire) wire = web_socket_wire_new (test, as_server);
  g_autoptr (AiohttpReactor) reactor = aiohttp_reactor_ref_for_context (NULL);
  g_autoptr (AiohttpWebSocket) socket = NULL;
  Listener listener = { { g_ptr_array_new_with_free_func (free_line), 0, NULL }, FALSE };
  AiohttpWebSocketTerms terms;
  int fds[2];

  if (wire->wire->len > SOCKET_UP_TO)
    {
      outcome_clear (&listener.outcome);
      return;
    }
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
  g_assert_cmpint (write (fds[1], wire->wire->data, wire->wire->len), ==, wire->wire->len);
  web_socket_case_get_terms (test, as_server, &terms);
  socket =
      aiohttp_web_socket_new_for_channel (aiohttp_channel_new_plain (reactor, fds[0], NULL, NULL), &terms, NULL, NULL);
  g_signal_connect (socket, "message", G_CALLBACK (on_message), &listener);
  g_signal_connect (socket, "closed", G_CALLBACK (on_closed), &listener);
  for (guint i = 0; i < 3 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
  read_answer (test, fds[1], as_server, &listener.outcome);
  if (conformance_get (test, "closes") != NULL)
    {
      const char *closes = conformance_get (test, "closes");

      g_assert_cmpuint (aiohttp_web_socket_get_close_code (socket), ==, (guint) g_ascii_strtoull (closes, NULL, 10));
      g_assert_true (listener.closed);
      web_socket_case_assert_messages (test, listener.outcome.messages);
    }
  else
    {
      assert_outcome (test, &listener.outcome, aiohttp_web_socket_decoder_is_idle (&socket->decoder));
      g_assert_cmpuint (aiohttp_web_socket_get_close_code (socket), ==, listener.outcome.fails);
      g_assert_cmpint (listener.closed, ==, listener.outcome.fails != 0);
    }
  close (fds[1]);
  for (guint i = 0; i < 3 || g_main_context_pending (NULL); i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (listener.closed);
  outcome_clear (&listener.outcome);
}

static void
run_case (ConformanceCase *test)
{
  run_decoders (test, TRUE);
  run_decoders (test, FALSE);
  run_socket (test, TRUE);
  run_socket (test, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("websocket/frames.txt", "/websocket/frames", run_case);

  return g_test_run ();
}
