/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-run.h"
#include "aiohttp-stream-reader-private.h"
#include "aiohttp-stream-reader.h"
#include "aiohttp-test.h"

/* A stream that gives its pieces one a read, and a "!" as an error. */
typedef struct
{
  GInputStream parent_instance;
  char **pieces;
  guint position;
  gboolean closed;
} Pieces;

typedef GInputStreamClass PiecesClass;

GType pieces_get_type (void);

G_DEFINE_TYPE (Pieces, pieces, G_TYPE_INPUT_STREAM)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pieces, g_object_unref)

static gssize
pieces_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  Pieces *self = (Pieces *) stream;
  const char *piece = self->pieces[self->position];
  gsize length;

  if (piece == NULL)
    return 0;
  self->position++;
  if (strcmp (piece, "!") == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "broken");
      return -1;
    }
  length = strlen (piece);
  g_assert_cmpuint (length, <=, count);
  memcpy (buffer, piece, length);
  return (gssize) length;
}

static void
pieces_read_async (GInputStream *stream, void *buffer, gsize count, int io_priority, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  Pieces *self = (Pieces *) stream;
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;
  gssize n;

  g_assert_false (self->closed);
  if (g_task_return_error_if_cancelled (task))
    return;
  n = pieces_read_fn (stream, buffer, count, NULL, &error);
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static gssize
pieces_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
pieces_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  ((Pieces *) stream)->closed = TRUE;
  return TRUE;
}

static void
pieces_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  ((Pieces *) stream)->closed = TRUE;
  g_task_return_boolean (task, TRUE);
}

static gboolean
pieces_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pieces_finalize (GObject *object)
{
  g_strfreev (((Pieces *) object)->pieces);
  G_OBJECT_CLASS (pieces_parent_class)->finalize (object);
}

static void
pieces_class_init (PiecesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pieces_finalize;
  klass->read_fn = pieces_read_fn;
  klass->read_async = pieces_read_async;
  klass->read_finish = pieces_read_finish;
  klass->close_fn = pieces_close_fn;
  klass->close_async = pieces_close_async;
  klass->close_finish = pieces_close_finish;
}

static void
pieces_init (Pieces *self)
{
}

static AiohttpStreamReader *
make_reader (const char *pieces)
{
  g_autoptr (Pieces) base = g_object_new (pieces_get_type (), NULL);

  base->pieces = g_strsplit (pieces, "|", -1);
  return aiohttp_stream_reader_new (G_INPUT_STREAM (base));
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, strlen (expected));
  g_bytes_unref (bytes);
}

/* pieces; then what each of some reads gives. r5: read (5); a: readany; x5: readexactly (5); l: readline; u: readuntil
 * ("--"); r: read (-1). "P" is G_IO_ERROR_PARTIAL_INPUT, "L" LINE_TOO_LONG, "B" the stream's own error. */
static const struct
{
  const char *name;
  const char *pieces;
  const char *script[12]; /* read, result, … */
} scripts[] = {
  { "all", "ab|cd|ef", { "r", "abcdef", "r", "" } },
  { "empty", "", { "r", "", "a", "", "l", "", "r5", "", "x0", "" } },
  { "some", "abcdef|g", { "r5", "abcde", "r5", "f", "r5", "g", "r5", "" } },
  { "nothing", "abc", { "r0", "", "r", "abc" } },
  { "any", "ab|cd", { "a", "ab", "a", "cd", "a", "" } },
  { "exactly", "ab|cd|ef", { "x3", "abc", "x3", "def", "x0", "" } },
  { "exactly-short", "ab|c", { "x4", "P", "r", "abc" } },
  { "lines", "one\ntw|o\n|three", { "l", "one\n", "l", "two\n", "l", "three", "l", "" } },
  { "line-after-some", "ab\ncd\n", { "r1", "a", "l", "b\n", "a", "cd\n" } },
  { "until", "a-|-b-|c--|", { "u", "a--", "u", "b-c--", "u", "" } },
  { "until-end", "a-b", { "u", "a-b", "u", "" } },
  { "line-limit", "0123456789\nab\n", { "l", "L", "r3", "012", "l", "3456789\n" } },
  { "line-limit-open", "0123|45678|9", { "l", "L", "r", "0123456789" } },
  { "error", "ab|!|cd", { "a", "ab", "a", "B", "a", "B", "r", "B" } },
  { "error-in-line", "ab|!", { "l", "B", "l", "B" } },
};

static GBytes *
run_step (AiohttpStreamReader *reader, const char *step, GError **error)
{
  gssize n = step[1] != '\0' ? (gssize) g_ascii_strtoll (step + 1, NULL, 10) : -1;

  switch (*step)
    {
    case 'r':
      return aiohttp_stream_reader_read (reader, n, error);
    case 'a':
      return aiohttp_stream_reader_readany (reader, error);
    case 'x':
      return aiohttp_stream_reader_readexactly (reader, (gsize) n, error);
    case 'l':
      return aiohttp_stream_reader_readline (reader, error);
    default:
      return aiohttp_stream_reader_readuntil (reader, "--", error);
    }
}

static gboolean
test_script (GValue *result, gpointer user_data, GError **error)
{
  guint row = GPOINTER_TO_UINT (user_data);
  g_autoptr (AiohttpStreamReader) reader = make_reader (scripts[row].pieces);

  aiohttp_stream_reader_set_line_limit (reader, 8);
  for (guint i = 0; i < 12 && scripts[row].script[i] != NULL; i += 2)
    {
      const char *expected = scripts[row].script[i + 1];
      g_autoptr (GError) failure = NULL;
      GBytes *bytes = run_step (reader, scripts[row].script[i], &failure);

      if (strcmp (expected, "P") == 0)
        g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
      else if (strcmp (expected, "L") == 0)
        g_assert_error (failure, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG);
      else if (strcmp (expected, "B") == 0)
        g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
      else
        {
          g_assert_no_error (failure);
          assert_bytes (bytes, expected);
        }
    }
  return TRUE;
}

static gboolean
test_counters (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamReader) reader = make_reader ("abc|de");
  g_autoptr (GInputStream) base = NULL;

  g_assert_cmpuint (aiohttp_stream_reader_get_line_limit (reader), ==, 512 * 1024);
  g_object_get (reader, "base-stream", &base, NULL);
  g_assert_true (base == aiohttp_stream_reader_get_base_stream (reader));
  g_assert_false (aiohttp_stream_reader_is_at_eof (reader));
  assert_bytes (aiohttp_stream_reader_read (reader, 1, error), "a");
  g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (reader), ==, 3);
  assert_bytes (aiohttp_stream_reader_read (reader, -1, error), "bcde");
  g_assert_cmpuint (aiohttp_stream_reader_get_total_bytes (reader), ==, 5);
  g_assert_true (aiohttp_stream_reader_is_at_eof (reader));
  return TRUE;
}

/* What is over the limit is not given out, and what is below is let go. */
static gboolean
test_limit (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamReader) reader = make_reader ("abc|de|f");
  g_autoptr (GError) failure = NULL;

  aiohttp_stream_reader_set_limit (reader, 4);
  assert_bytes (aiohttp_stream_reader_readany (reader, error), "abc");
  g_assert_null (aiohttp_stream_reader_readany (reader, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE);
  g_assert_true (((Pieces *) aiohttp_stream_reader_get_base_stream (reader))->closed);
  return TRUE;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The callback never comes before the call returns, and a result that is there survives a cancel. */
static void
test_delivered (void)
{
  g_autoptr (AiohttpStreamReader) reader = make_reader ("one\ntwo");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) line = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_stream_reader_read_async (reader, 1, NULL, on_done, &first);
  g_assert_null (first);
  wait_for (&first);
  assert_bytes (aiohttp_stream_reader_read_finish (reader, first, &error), "o");

  aiohttp_stream_reader_readline_async (reader, cancellable, on_done, &line);
  g_cancellable_cancel (cancellable);
  wait_for (&line);
  assert_bytes (aiohttp_stream_reader_readline_finish (reader, line, &error), "ne\n");

  aiohttp_stream_reader_readexactly_async (reader, 3, cancellable, on_done, &late);
  wait_for (&late);
  g_assert_null (aiohttp_stream_reader_readexactly_finish (reader, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&late);
  aiohttp_stream_reader_readexactly_async (reader, 3, NULL, on_done, &late);
  wait_for (&late);
  assert_bytes (aiohttp_stream_reader_readexactly_finish (reader, late, NULL), "two");
}

/* As GIO sees it: its own reads, from the buffer first, sync and async. */
static void
test_input_stream (void)
{
  g_autoptr (AiohttpStreamReader) reader = make_reader ("abcd|ef|gh|!");
  GInputStream *stream = G_INPUT_STREAM (reader);
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) direct = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[16];

  aiohttp_stream_reader_read_async (reader, 1, NULL, on_done, &one);
  wait_for (&one);
  assert_bytes (aiohttp_stream_reader_read_finish (reader, one, &error), "a");
  g_assert_cmpint (g_input_stream_read (stream, buffer, 2, NULL, &error), ==, 2);
  g_assert_cmpint (g_input_stream_read (stream, buffer + 2, 10, NULL, &error), ==, 1);
  g_assert_cmpint (g_input_stream_read (stream, buffer + 3, 10, NULL, &error), ==, 2);
  g_input_stream_read_async (stream, buffer + 5, 10, 0, NULL, on_done, &direct);
  wait_for (&direct);
  g_assert_cmpint (g_input_stream_read_finish (stream, direct, &error), ==, 2);
  g_assert_cmpmem (buffer, 7, "bcdefgh", 7);
  g_assert_cmpint (g_input_stream_read (stream, buffer, 10, NULL, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  g_input_stream_close_async (stream, 0, NULL, on_done, &closed);
  wait_for (&closed);
  g_assert_true (g_input_stream_close_finish (stream, closed, NULL));
}

/* A large stream is read in one piece, and reading it in lines is not quadratic. */
static gboolean
test_large (GValue *result, gpointer user_data, GError **error)
{
  const gsize size = 8 * 1024 * 1024;
  char *data = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GInputStream) memory = NULL;
  g_autoptr (AiohttpStreamReader) reader = NULL;
  g_autoptr (AiohttpStreamReader) by_lines = NULL;
  g_autoptr (GBytes) all = NULL;
  gsize n_lines = 0;

  for (gsize i = 0; i < size; i++)
    data[i] = i % 64 == 63 ? '\n' : 'x';
  bytes = g_bytes_new_take (data, size);
  memory = g_memory_input_stream_new_from_bytes (bytes);
  reader = aiohttp_stream_reader_new (memory);
  all = aiohttp_stream_reader_read (reader, -1, error);
  g_assert_true (all != NULL && g_bytes_equal (all, bytes));

  g_seekable_seek (G_SEEKABLE (memory), 0, G_SEEK_SET, NULL, error);
  by_lines = aiohttp_stream_reader_new (memory);
  for (;;)
    {
      g_autoptr (GBytes) line = aiohttp_stream_reader_readline (by_lines, error);

      if (line == NULL)
        return FALSE;
      if (g_bytes_get_size (line) == 0)
        break;
      n_lines++;
    }
  g_assert_cmpuint (n_lines, ==, size / 64);
  return TRUE;
}

/* What is announced is a hint: it may be right, too small, too large, or more than there is memory. */
static gboolean
test_expected (GValue *result, gpointer user_data, GError **error)
{
  static const gsize sizes[] = { 1, 20, 65536, 300000, 1000000 };
  static const guint64 announced[] = { 0, 1, 65536, 300000, 999999, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (announced); j++)
      for (guint begun = 0; begun < 2; begun++)
        {
          g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);
          g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (bytes);
          g_autoptr (AiohttpStreamReader) reader = aiohttp_stream_reader_new (memory);
          g_autoptr (GBytes) first = NULL;
          g_autoptr (GBytes) rest = NULL;

          aiohttp_stream_reader_set_expected (reader, announced[j]);
          if (begun)
            first = aiohttp_stream_reader_read (reader, 10, error);
          rest = aiohttp_stream_reader_read (reader, -1, error);
          if (rest == NULL || (begun && first == NULL))
            return FALSE;
          g_assert_cmpuint (g_bytes_get_size (rest) + (begun ? g_bytes_get_size (first) : 0), ==, sizes[i]);
          g_assert_true (aiohttp_stream_reader_is_at_eof (reader));
        }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = g_strconcat ("/stream-reader/script/", scripts[i].name, NULL);

      aiohttp_test_add_coroutine (path, test_script, GUINT_TO_POINTER (i));
    }
  aiohttp_test_add_coroutine ("/stream-reader/counters", test_counters, NULL);
  aiohttp_test_add_coroutine ("/stream-reader/limit", test_limit, NULL);
  aiohttp_test_add_coroutine ("/stream-reader/large", test_large, NULL);
  aiohttp_test_add_coroutine ("/stream-reader/expected", test_expected, NULL);
  g_test_add_func ("/stream-reader/delivered", test_delivered);
  g_test_add_func ("/stream-reader/input-stream", test_input_stream);
  return g_test_run ();
}
