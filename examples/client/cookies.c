/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Cookies: kept by a session, saved to a file, loaded by the next session.
 * usage: client-cookies URL */

#include <aiohttp-glib/aiohttp.h>

static AiohttpClientSession *
make_session (void)
{
  /* the host is an IP address here */
  g_autoptr (AiohttpCookieJar) jar = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "unsafe", TRUE, NULL);

  return g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "cookie-jar", jar, NULL);
}

static gboolean
first (const char *url, GFile *file, GError **error)
{
  g_autoptr (AiohttpClientSession) session = make_session ();
  AiohttpCookieJar *jar = aiohttp_client_session_get_cookie_jar (session);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  GList *cookies;

  if (response == NULL)
    return FALSE;
  cookies = aiohttp_cookie_jar_list (jar);
  for (GList *l = cookies; l != NULL; l = l->next)
    g_print ("kept: %s=%s\n", soup_cookie_get_name (l->data), soup_cookie_get_value (l->data));
  g_list_free_full (cookies, (GDestroyNotify) soup_cookie_free);
  return aiohttp_cookie_jar_save (jar, file, error) && aiohttp_client_session_close (session, error);
}

static gboolean
show_sent (AiohttpClientSession *session, const char *url, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text != NULL)
    g_print ("sent: %s\n", text);
  return text != NULL;
}

static gboolean
second (const char *url, GFile *file, GError **error)
{
  g_autoptr (AiohttpClientSession) session = make_session ();
  AiohttpCookieJar *jar = aiohttp_client_session_get_cookie_jar (session);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  aiohttp_request_options_add_cookie (options, "lang", "en");
  if (!aiohttp_cookie_jar_load (jar, file, error) || !show_sent (session, url, options, error))
    return FALSE;
  aiohttp_cookie_jar_clear (jar);
  return show_sent (session, url, NULL, error) && aiohttp_client_session_close (session, error);
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *login = g_strconcat (base, "/login", NULL);
  g_autofree char *cookies = g_strconcat (base, "/cookies", NULL);
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("cookies-XXXXXX", &stream, error);
  gboolean ok = file != NULL && first (login, file, error) && second (cookies, file, error);

  if (file != NULL)
    g_file_delete (file, NULL, NULL);
  return ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
