/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A connector that is told of no authority trusts those of the system: here ours is one of them, in a mount namespace of
 * this program's own. */

#define _GNU_SOURCE 1

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "client-transport.h"
#include "tls-test.h"

#define SYSTEM_AUTHORITIES "/etc/ssl/certs/ca-certificates.crt"

static gboolean
write_line (const char *path, const char *line)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && write (fd, line, strlen (line)) == (gssize) strlen (line);

  if (fd >= 0)
    close (fd);
  return ok;
}

/* As root, or as who is root in a namespace of users of his own. */
static gboolean
enter_namespace (void)
{
  g_autofree char *users = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *groups = g_strdup_printf ("0 %u 1", getgid ());

  if (unshare (CLONE_NEWNS) == 0)
    return TRUE;
  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_line ("/proc/self/setgroups", "deny") &&
         write_line ("/proc/self/uid_map", users) && write_line ("/proc/self/gid_map", groups);
}

static AiohttpReply *
handle_hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static char *
fetch (AiohttpTestServer *server, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = aiohttp_test_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  g_assert_true (aiohttp_client_session_close (session, NULL));
  return g_steal_pointer (&text);
}

/* One that the system's authority has signed, and one that nobody has. */
static gboolean
test_trust (GValue *result, gpointer user_data, GError **error)
{
  for (guint is_signed = 0; is_signed < 2; is_signed++)
    {
      g_autofree char *file = is_signed ? tls_test_certificate ("127.0.0.1") : tls_test_self_signed ("127.0.0.1");
      g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (file, NULL, error);
      g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
      g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (app);
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;

      g_assert_nonnull (tls);
      aiohttp_site_set_tls (aiohttp_test_server_get_site (server), tls);
      if (!aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handle_hello, NULL, NULL, error) ||
          !aiohttp_test_server_start (server, error))
        return FALSE;
      text = fetch (server, &failure);
      g_assert_cmpstr (text, ==, is_signed ? "Hello" : NULL);
      if (is_signed)
        g_assert_no_error (failure);
      else
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
      if (!aiohttp_test_server_stop (server, error))
        return FALSE;
    }
  tls_test_clear ();
  return TRUE;
}

int
main (int argc, char *argv[])
{
  gboolean entered = enter_namespace (); /* before there are threads */

  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  if (!entered || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount (tls_test_authority (), SYSTEM_AUTHORITIES, NULL, MS_BIND, NULL) != 0)
    {
      tls_test_clear ();
      g_print ("1..0 # skip No file can be mounted over " SYSTEM_AUTHORITIES " here\n");
      return 0;
    }
  if (client_transport_is_soup () && !g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # skip GIO has no TLS here\n");
      return 0;
    }
  aiohttp_test_add_coroutine ("/client-system-trust", test_trust, NULL);
  return g_test_run ();
}
