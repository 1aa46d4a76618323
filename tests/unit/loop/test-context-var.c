/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

static AiohttpContextVar *var;

static const char *
get (void)
{
  return aiohttp_context_var_get_string (var);
}

static AiohttpContextToken *
set (const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  return aiohttp_context_var_set (var, &value);
}

/* First of all: as long as none is set, there is only the default. */
static void
test_default (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (AiohttpContextVar) answer = NULL;
  g_autoptr (AiohttpContext) context = aiohttp_context_copy ();

  g_assert_null (aiohttp_context_var_get (var));
  g_assert_null (get ());
  g_assert_null (aiohttp_context_lookup (context, var));
  g_assert_cmpstr (aiohttp_context_var_get_name (var), ==, "var");

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 42);
  answer = aiohttp_context_var_new ("answer", &value);
  g_assert_cmpint (g_value_get_int (aiohttp_context_var_get (answer)), ==, 42);
  g_assert_null (aiohttp_context_var_get_string (answer));
  g_assert_null (aiohttp_context_var_get_object (answer));
}

static void
test_set_and_reset (void)
{
  g_autoptr (AiohttpContextVar) other = aiohttp_context_var_new ("other", NULL);
  g_autoptr (AiohttpContextToken) first = set ("first");
  g_autoptr (AiohttpContextToken) second = set ("second");
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (get (), ==, "second");
  aiohttp_context_var_set_object (other, object);
  g_assert_true (aiohttp_context_var_get_object (other) == object);
  g_assert_false (aiohttp_context_var_reset (other, second, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (aiohttp_context_var_reset (var, second, &error));
  g_assert_cmpstr (get (), ==, "first");
  g_assert_false (aiohttp_context_var_reset (var, second, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_true (aiohttp_context_var_reset (var, first, NULL));
  g_assert_null (aiohttp_context_var_get (var));
  g_assert_true (aiohttp_context_var_get_object (other) == object);
  aiohttp_context_var_set_object (other, NULL);
  g_assert_finalize_object (g_steal_pointer (&object));
}

typedef struct
{
  const char *inherited;
  const char *own;
  AiohttpContextToken *token;
} Child;

static gboolean
child (GValue *result, gpointer user_data, GError **error)
{
  Child *self = user_data;
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpstr (get (), ==, self->inherited);
  g_assert_false (aiohttp_context_var_reset (var, self->token, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  aiohttp_context_var_set_string (var, self->own);
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (aiohttp_sleep (0, error));
      g_assert_cmpstr (get (), ==, self->own);
    }
  return TRUE;
}

/* As it was when the task was spawned, whatever happens before it starts; and each has its own. */
static gboolean
test_inherited (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpContextToken) token = set ("parent");
  Child a = { "parent", "a", token };
  Child b = { "changed", "b", token };
  g_autoptr (AiohttpTask) first = aiohttp_spawn (child, &a, NULL);
  g_autoptr (AiohttpTask) second = NULL;

  aiohttp_context_var_set_string (var, "changed");
  second = aiohttp_spawn (child, &b, NULL);
  g_assert_true (aiohttp_sleep (0, error));
  g_assert_cmpstr (get (), ==, "changed");
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (first), error));
  g_assert_true (aiohttp_future_await (AIOHTTP_FUTURE (second), error));
  g_assert_cmpstr (get (), ==, "changed");
  return aiohttp_context_var_reset (var, token, error);
}

static void
record (gpointer trace)
{
  g_string_append_printf (trace, "%s ", get () != NULL ? get () : "-");
  aiohttp_context_var_set_string (var, "lost");
}

static void
record_done (AiohttpFuture *future, gpointer trace)
{
  record (trace);
}

/* What the loop calls sees what was set when it was given, and sets nothing for others. */
static gboolean
test_callbacks (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GString) trace = g_string_new (NULL);
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);
  g_autoptr (AiohttpContext) context = NULL;
  g_autoptr (AiohttpContext) empty = aiohttp_context_new ();

  aiohttp_context_var_set_string (var, "one");
  context = aiohttp_context_copy ();
  g_object_unref (aiohttp_event_loop_call_soon (loop, record, trace, NULL, error));
  aiohttp_future_add_done_callback (future, record_done, trace, NULL);
  aiohttp_context_var_set_string (var, "two");
  g_object_unref (aiohttp_event_loop_call_soon (loop, record, trace, NULL, error));
  g_object_unref (aiohttp_event_loop_call_soon_with_context (loop, context, record, trace, NULL, error));
  g_object_unref (aiohttp_event_loop_call_soon_with_context (loop, empty, record, trace, NULL, error));
  g_object_unref (aiohttp_event_loop_call_later (loop, 0, record, trace, NULL, error));
  g_object_unref (aiohttp_event_loop_call_soon_threadsafe (loop, record, trace, NULL, error));
  aiohttp_future_set_boolean (future, TRUE);
  aiohttp_context_var_set_string (var, "three");
  g_assert_true (aiohttp_sleep (0.005, error));
  g_assert_true (g_str_has_prefix (trace->str, "one two one - one "));
  g_assert_true (g_str_has_suffix (trace->str, "one two two "));
  g_assert_cmpstr (get (), ==, "three");
  /* Of a context of its own, it stays there. */
  g_assert_cmpstr (g_value_get_string (aiohttp_context_lookup (context, var)), ==, "lost");
  g_assert_cmpstr (g_value_get_string (aiohttp_context_lookup (empty, var)), ==, "lost");
  return TRUE;
}

/* In a context one may await, too. */
static void
in_context (gpointer data)
{
  g_assert_cmpstr (get (), ==, "outer");
  aiohttp_context_var_set_string (var, "inner");
  g_assert_true (aiohttp_sleep (0, NULL));
  g_assert_cmpstr (get (), ==, "inner");
}

static gboolean
test_enter (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpContext) context = NULL;

  aiohttp_context_var_set_string (var, "outer");
  context = aiohttp_context_copy ();
  aiohttp_context_enter (context, in_context, NULL);
  g_assert_cmpstr (get (), ==, "outer");
  g_assert_true (aiohttp_sleep (0, error));
  g_assert_cmpstr (get (), ==, "outer");
  g_assert_cmpstr (g_value_get_string (aiohttp_context_lookup (context, var)), ==, "inner");
  return TRUE;
}

/* After all that the thread's own value is what it was. */
static void
test_thread (void)
{
  g_assert_null (aiohttp_context_var_get (var));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  var = aiohttp_context_var_new ("var", NULL);
  g_test_add_func ("/context-var/default", test_default);
  g_test_add_func ("/context-var/set-and-reset", test_set_and_reset);
  aiohttp_test_add_coroutine ("/context-var/inherited", test_inherited, NULL);
  aiohttp_test_add_coroutine ("/context-var/callbacks", test_callbacks, NULL);
  aiohttp_test_add_coroutine ("/context-var/enter", test_enter, NULL);
  g_test_add_func ("/context-var/thread", test_thread);
  return g_test_run ();
}
