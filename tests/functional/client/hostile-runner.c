/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Runs a row: the request that the server spoils, and then a good one of the same session to the same server. Each ends
 * as the row says, within a time bound; nothing is left behind: no connection, no descriptor. */

#include <stdlib.h>
#include <string.h>

#include "hostile.h"

/* A request that hangs ends by this timeout of its session, which is not the outcome that its row has. */
#define HANG_SECONDS 60.0

/* What blocks the loop itself is ended by a thread. */
#define WATCHDOG_SECONDS 90

typedef struct
{
  GThread *thread;
  GMutex lock;
  GCond over_cond;
  gboolean over;
  const char *name;
} Watchdog;

static gpointer
watch (gpointer data)
{
  Watchdog *self = data;
  gint64 deadline = g_get_monotonic_time () + WATCHDOG_SECONDS * G_TIME_SPAN_SECOND;

  g_mutex_lock (&self->lock);
  while (!self->over)
    if (!g_cond_wait_until (&self->over_cond, &self->lock, deadline))
      g_error ("%s hangs", self->name);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
watchdog_start (Watchdog *self, const char *name)
{
  self->name = name;
  self->over = FALSE;
  g_mutex_init (&self->lock);
  g_cond_init (&self->over_cond);
  self->thread = g_thread_new ("watchdog", watch, self);
}

static void
watchdog_stop (Watchdog *self)
{
  g_mutex_lock (&self->lock);
  self->over = TRUE;
  g_cond_signal (&self->over_cond);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->over_cond);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Threads and peers come to an end in their own time; the watchdog bounds the wait. */
#define wait_until(condition)                                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    while (!(condition))                                                                                               \
      g_assert_true (aiohttp_sleep (0.002, NULL));                                                                     \
  }                                                                                                                    \
  G_STMT_END

static const HostileOutcome *
get_outcome (const HostileRow *row)
{
  if (!client_transport_is_soup () || row->soup.kind == HOSTILE_AS_NATIVE)
    return &row->native;
  return &row->soup;
}

static void
check_failure (HostileCase *self, const HostileOutcome *outcome, const GError *failure)
{
  g_test_message ("%s: %s %d %s", self->row->name, g_quark_to_string (failure->domain), failure->code,
                  failure->message);
  if (outcome->kind != HOSTILE_FAILS)
    g_test_fail_printf ("%s: unexpected error: %s", self->row->name, failure->message);
  else if (!g_error_matches (failure, outcome->domain (), outcome->code))
    g_test_fail_printf ("%s: %s %d instead of %d: %s", self->row->name, g_quark_to_string (failure->domain),
                        failure->code, outcome->code, failure->message);
  else if (outcome->text != NULL && strstr (failure->message, outcome->text) == NULL)
    g_test_fail_printf ("%s: “%s” does not say “%s”", self->row->name, failure->message, outcome->text);

  /* a message is one line of text, whatever the peer has put in */
  g_assert_true (g_utf8_validate (failure->message, -1, NULL));
  for (const char *p = failure->message; *p != '\0'; p++)
    g_assert_false (g_ascii_iscntrl (*p));
}

static void
check_body (HostileCase *self, const HostileOutcome *outcome)
{
  gsize size;
  const char *bytes = g_bytes_get_data (self->body, &size);
  const char *data = bytes != NULL ? bytes : "";
  g_autofree char *text = g_strndup (data, MIN (size, 64));

  g_test_message ("%s: body “%s”", self->row->name, text);
  if (outcome->kind != HOSTILE_GIVES)
    g_test_fail_printf ("%s: a body instead of an error: “%s”", self->row->name, text);
  else if (outcome->text != NULL && (size != strlen (outcome->text) || memcmp (data, outcome->text, size) != 0))
    g_test_fail_printf ("%s: the body “%s” instead of “%s”", self->row->name, text, outcome->text);
}

gboolean
hostile_case_send (HostileCase *self, GError **error)
{
  const char *method = self->row->method != NULL ? self->row->method : "GET";

  self->response = aiohttp_client_session_request (self->session, method, self->url, self->options, error);
  if (self->response != NULL)
    self->body = aiohttp_client_response_read (self->response, error);
  return self->body != NULL;
}

static void
ask (HostileCase *self)
{
  const HostileOutcome *outcome = get_outcome (self->row);
  gboolean (*send) (HostileCase *, GError **) = self->row->ask != NULL ? self->row->ask : hostile_case_send;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) again = NULL;

  if (send (self, &failure))
    {
      g_assert_no_error (failure);
      if (self->body != NULL)
        check_body (self, outcome);
    }
  else
    {
      g_assert_nonnull (failure);
      check_failure (self, outcome, failure);
    }
  if (failure == NULL || self->response == NULL || self->row->ask != NULL)
    return;
  /* a body that failed stays failed, and has let its connection go */
  g_assert_true (aiohttp_client_response_is_closed (self->response));
  g_assert_null (aiohttp_client_response_read (self->response, &again));
  g_assert_error (again, failure->domain, failure->code);
}

static void
ask_well (HostileCase *self)
{
  g_autofree char *url = raw_server_make_url (self->server, "/good");
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  g_atomic_int_set (&self->is_good, 1);
  response = aiohttp_client_session_get (self->session, url, NULL, &error);
  text = response != NULL ? aiohttp_client_response_text (response, &error) : NULL;
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "good");
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
}

static void
set_up (HostileCase *self, const HostileRow *row)
{
  self->row = row;
  if (row->other != NULL)
    self->other = raw_server_new (hostile_serve_other, self);
  self->server = raw_server_new (hostile_serve, self);
  self->url = hostile_case_expand (self, row->url != NULL ? row->url : "http://127.0.0.1:{port}/bad");
  self->session = client_transport_new_session ();
  self->options = aiohttp_request_options_new ();
  aiohttp_client_session_set_timeout (self->session, HANG_SECONDS);
  if (client_transport_is_soup () && row->soup_timeout > 0)
    aiohttp_request_options_set_timeout (self->options, row->soup_timeout);
  else if (row->timeout > 0)
    aiohttp_request_options_set_timeout (self->options, row->timeout);
  if (row->prepare != NULL)
    row->prepare (self);
}

static void
clear_answer (HostileCase *self)
{
  g_clear_object (&self->response);
  g_clear_object (&self->options);
  g_clear_pointer (&self->body, g_bytes_unref);
}

static void
tear_down (HostileCase *self)
{
  g_clear_object (&self->session);
  raw_server_free (self->server);
  g_clear_pointer (&self->other, raw_server_free);
  g_free (self->url);
}

static gboolean
run_row (GValue *result, gpointer row, GError **error)
{
  guint connections = client_transport_is_soup () ? ((const HostileRow *) row)->soup_connections
                                                  : ((const HostileRow *) row)->connections;
  HostileCase self = { 0 };
  Watchdog watchdog;
  guint idle;

  watchdog_start (&watchdog, ((const HostileRow *) row)->name);
  set_up (&self, row);
  ask (&self);
  if (self.row->check != NULL)
    self.row->check (&self);
  ask_well (&self);
  clear_answer (&self);

  /* that of the good request; where the bad one had another host, or libsoup leaves one behind after a POST, one more */
  idle = self.row->idle > 0 ? self.row->idle : client_transport_is_soup () || self.row->url != NULL ? 2 : 1;
  wait_until (raw_server_count_open (self.server) <= idle);
  g_assert_true (aiohttp_client_session_close (self.session, error));
  wait_until (raw_server_count_open (self.server) == 0);
  wait_until (self.other == NULL || raw_server_count_open (self.other) == 0);
  if (connections > 0)
    g_assert_cmpuint (raw_server_count_connections (self.server), ==, connections);
  tear_down (&self);
  /* libsoup tells of what was cancelled some turns after its connection has gone, and holds the transport until then */
  for (guint i = 0; i < 10; i++)
    g_assert_true (aiohttp_sleep (0.001, NULL));
  watchdog_stop (&watchdog);
  return TRUE;
}

/* The loop and its reactor are the test's own: descriptors are counted when they are gone. */
static guint
run_and_count (gconstpointer row, guint expected)
{
  g_autoptr (GError) error = NULL;
  guint n;

  aiohttp_run (run_row, (gpointer) row, &error);
  g_assert_no_error (error);
  for (guint i = 0; (n = count_descriptors ()) > expected && i < 500; i++)
    g_usleep (2000);
  return n;
}

/* What a process opens once (a library's socket to the kernel) is no leak: a second run opens nothing more. */
static void
run (gconstpointer row)
{
  static guint before;
  guint n = run_and_count (row, before > 0 ? before : G_MAXUINT);

  if (n > before)
    {
      guint first = n;

      n = run_and_count (row, first);
      g_assert_cmpuint (n, <=, first);
    }
  before = n;
}

void
hostile_add_rows (const char *group, const HostileRow *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/hostile/%s/%s", group, rows[i].name);

      g_assert_true (rows[i].undetected == NULL || rows[i].soup.kind != HOSTILE_AS_NATIVE);
      g_test_add_data_func (path, &rows[i], run);
    }
}
