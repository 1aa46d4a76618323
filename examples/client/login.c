/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A login as OAuth has it for programs (RFC 8252): the browser comes back to a server of our own on loopback. A secret
 * of each login (PKCE, RFC 7636) makes the code worthless to others. usage: client-login URL [--no-browser] */

#include <aiohttp-glib/aiohttp.h>
#include <unistd.h>

typedef struct
{
  const char *base;
  gboolean browser;
  char *state;
  char *verifier;
  char *redirect_uri;
  AiohttpFuture *code;
} Login;

static char *
base64url (const guchar *bytes)
{
  return g_strdelimit (g_strdelimit (g_strdelimit (g_base64_encode (bytes, 32), "+", '-'), "/", '_'), "=", '\0');
}

/* What nobody can guess. */
static char *
make_secret (void)
{
  guchar bytes[32];

  return getentropy (bytes, sizeof bytes) == 0 ? base64url (bytes) : NULL;
}

/* PKCE: shows at first only a digest of the secret. */
static char *
make_challenge (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &size);
  return base64url (digest);
}

static AiohttpReply *
callback (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Login *login = user_data;
  GHashTable *query = aiohttp_request_get_query (request);
  const char *code = g_hash_table_lookup (query, "code");

  if (g_strcmp0 (g_hash_table_lookup (query, "state"), login->state) != 0 || aiohttp_future_is_done (login->code))
    return AIOHTTP_REPLY (aiohttp_response_new_text (403, "This is not the login that was begun here."));
  if (code == NULL || !aiohttp_future_set_string (login->code, code))
    aiohttp_future_cancel (login->code); /* the user has refused */
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "You may close this page."));
}

static gboolean
open_browser (Login *login, GError **error)
{
  g_autofree char *challenge = make_challenge (login->verifier);
  g_autofree char *query =
      soup_form_encode ("response_type", "code", "client_id", "example", "redirect_uri", login->redirect_uri, "state",
                        login->state, "code_challenge", challenge, "code_challenge_method", "S256", NULL);
  g_autofree char *url = g_strconcat (login->base, "/authorize?", query, NULL);
  if (login->browser)
    return g_app_info_launch_default_for_uri (url, NULL, error);
  g_print ("Open %s\n", url);
  return TRUE;
}

/* Lets the user agree in the browser: the code that the server of the login sends along. */
static char *
ask (Login *login, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (AiohttpSite) site = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, "127.0.0.1", 0));
  char *code = NULL;

  g_object_set (runner, "access-log", FALSE, NULL);
  if (aiohttp_router_add_get (aiohttp_application_get_router (app), "/callback", callback, login, NULL, error) &&
      aiohttp_app_runner_setup (runner, error) && aiohttp_site_start (site, error))
    {
      login->redirect_uri =
          g_strdup_printf ("http://127.0.0.1:%u/callback", aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (site)));
      if (open_browser (login, error) && aiohttp_wait_for (G_ASYNC_RESULT (login->code), 300, error))
        code = aiohttp_future_propagate_string (login->code, error);
    }
  return aiohttp_app_runner_cleanup (runner, code != NULL ? error : NULL) ? code : NULL;
}

static char *
get_token (AiohttpClientSession *session, Login *login, const char *code, GError **error)
{
  g_autofree char *url = g_strconcat (login->base, "/token", NULL);
  g_autofree char *form =
      soup_form_encode ("grant_type", "authorization_code", "code", code, "client_id", "example", "redirect_uri",
                        login->redirect_uri, "code_verifier", login->verifier, NULL);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (JsonNode) token = NULL;

  aiohttp_request_options_set_text (options, form);
  aiohttp_request_options_set_content_type (options, "application/x-www-form-urlencoded");
  response = aiohttp_client_session_post (session, url, options, error);
  token = response != NULL ? aiohttp_client_response_json (response, error) : NULL;
  return token != NULL ? g_strdup (json_object_get_string_member (json_node_get_object (token), "access_token")) : NULL;
}

static gboolean
run (GValue *result, gpointer user_data, GError **error)
{
  Login *login = user_data;
  g_autoptr (AiohttpClientSession) session = g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "raise-for-status", TRUE, NULL);
  g_autofree char *url = g_strconcat (login->base, "/me", NULL);
  g_autofree char *code = ask (login, error);
  g_autofree char *token = code != NULL ? get_token (session, login, code, error) : NULL;
  g_autofree char *bearer = token != NULL ? aiohttp_encode_bearer_auth (token, error) : NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  if (bearer == NULL)
    return FALSE;
  aiohttp_client_session_set_authorization (session, bearer);
  response = aiohttp_client_session_get (session, url, NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL)
    g_print ("%s\n", text);
  return text != NULL && aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autofree char *state = make_secret ();
  g_autofree char *verifier = make_secret ();
  g_autoptr (AiohttpFuture) code = aiohttp_future_new ();
  Login login = { argc > 1 ? argv[1] : "http://127.0.0.1:8080", argc < 3, state, verifier, NULL, code };
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, &login, &error))
    g_printerr ("%s\n", error->message);
  g_free (login.redirect_uri);
  return error != NULL;
}
