/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-digest-auth-middleware.h"

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-client-request-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-digest-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-url-private.h"

/**
 * AiohttpDigestAuthMiddleware:
 *
 * Answers challenges of Digest authentication (RFC 7616): aiohttp's `DigestAuthMiddleware`.
 *
 * A request that is answered with 401 and a challenge is sent once more with the answer. From then on, requests to the
 * same protection space (the challenge's `domain`, or the whole origin) carry an answer at once, unless
 * [property@Aiohttp.DigestAuthMiddleware:preemptive] is %FALSE. It speaks MD5, SHA, SHA-256, SHA-512 and SHA-512-256, each
 * of them also with `-sess`, and both `auth` and `auth-int`, which it prefers where the body is in memory.
 *
 * One middleware is for one origin, the first that challenges it: no other gets an answer.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpDigestAuthMiddleware) digest = aiohttp_digest_auth_middleware_new ("user", "password");
 *
 * aiohttp_client_session_add_middleware (session, AIOHTTP_CLIENT_MIDDLEWARE (digest));
 * ]|
 *
 * Since: 0.1
 */

struct _AiohttpDigestAuthMiddleware
{
  AiohttpClientMiddleware parent_instance;

  char *login;
  char *password;
  gboolean preemptive;
  GUri *origin; /* NULL until the first challenge */
  AiohttpDigestChallenge challenge;
  gboolean challenged;
  guint count;
};

enum
{
  PROP_0,
  PROP_LOGIN,
  PROP_PASSWORD,
  PROP_PREEMPTIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpDigestAuthMiddleware, aiohttp_digest_auth_middleware, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static gboolean
path_is_below (const char *path, const char *space)
{
  gsize length = strlen (space);

  if (!g_str_has_prefix (path, space))
    return FALSE;
  return length == 0 || space[length - 1] == '/' || path[length] == '\0' || path[length] == '/';
}

/* Whether a request is in the protection space (RFC 7616, 3.3, domain). */
static gboolean
is_protected (AiohttpDigestAuthMiddleware *self, GUri *uri)
{
  g_auto (GStrv) spaces = NULL;

  if (self->origin == NULL || !aiohttp_request_url_same_origin (self->origin, uri))
    return FALSE;
  if (self->challenge.domain == NULL || *self->challenge.domain == '\0')
    return TRUE;
  spaces = g_strsplit_set (self->challenge.domain, " \t", -1);
  for (guint i = 0; spaces[i] != NULL; i++)
    {
      g_autofree char *authorization = NULL;
      g_autoptr (GUri) space =
          *spaces[i] != '\0' ? aiohttp_request_url_resolve (self->origin, spaces[i], &authorization, NULL) : NULL;

      if (space != NULL && aiohttp_request_url_same_origin (space, uri) &&
          path_is_below (g_uri_get_path (uri), g_uri_get_path (space)))
        return TRUE;
    }
  return FALSE;
}

static void
answer (AiohttpDigestAuthMiddleware *self, AiohttpClientRequest *request)
{
  AiohttpDigestChallenge *challenge = &self->challenge;
  GUri *uri = request->uri;
  const char *query = g_uri_get_query (uri);
  g_autofree char *target =
      g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : "", query != NULL ? query : "", NULL);
  g_autofree char *cnonce = g_strdup_printf ("%08x%08x", g_random_int (), g_random_int ());
  GBytes *body = request->payload != NULL ? aiohttp_payload_peek_bytes (request->payload) : NULL;
  gboolean auth_int = challenge->auth_int;
  g_autofree char *field = NULL;

  /* What is not in memory cannot be hashed before it is sent. */
  if (request->payload != NULL && body == NULL && challenge->auth)
    challenge->auth_int = FALSE;
  field = aiohttp_digest_answer (challenge, self->login, self->password, request->method, target, body, cnonce,
                                 ++self->count);
  challenge->auth_int = auth_int;
  soup_message_headers_replace (aiohttp_client_request_own_headers (request), "Authorization", field);
}

/* Takes the challenge of a 401 in; FALSE: it has none that can be answered here. */
static gboolean
take_challenge (AiohttpDigestAuthMiddleware *self, AiohttpClientRequest *request, AiohttpClientResponse *response)
{
  const char *field = aiohttp_client_response_get_status (response) == 401
                          ? aiohttp_client_response_get_header (response, "WWW-Authenticate")
                          : NULL;
  AiohttpDigestChallenge challenge = { 0 };

  if (field == NULL || !aiohttp_digest_challenge_parse (field, &challenge))
    return FALSE;
  if (self->origin != NULL && !aiohttp_request_url_same_origin (self->origin, request->uri))
    {
      aiohttp_digest_challenge_clear (&challenge);
      return FALSE;
    }
  if (self->origin == NULL)
    self->origin = g_uri_ref (request->uri);
  if (!self->challenged || strcmp (self->challenge.nonce, challenge.nonce) != 0)
    self->count = 0;
  aiohttp_digest_challenge_clear (&self->challenge);
  self->challenge = challenge;
  self->challenged = TRUE;
  return TRUE;
}

static AiohttpReply *
process (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpDigestAuthMiddleware *self = user_data;
  g_autoptr (AiohttpClientResponse) response = NULL;
  gboolean own = soup_message_headers_get_one (request->headers, "Authorization") != NULL;

  if (!own && self->preemptive && self->challenged && is_protected (self, request->uri))
    answer (self, request);
  response = aiohttp_client_next_await (next, request, error);
  if (response == NULL || own || !take_challenge (self, request, response) ||
      (request->payload != NULL && !aiohttp_payload_is_replayable (request->payload)))
    return response != NULL ? AIOHTTP_REPLY (g_steal_pointer (&response)) : NULL;
  aiohttp_client_response_release (response);
  answer (self, request);
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

static void
aiohttp_digest_auth_middleware_finalize (GObject *object)
{
  AiohttpDigestAuthMiddleware *self = AIOHTTP_DIGEST_AUTH_MIDDLEWARE (object);

  g_clear_pointer (&self->origin, g_uri_unref);
  aiohttp_digest_challenge_clear (&self->challenge);
  g_free (self->login);
  g_free (self->password);
  G_OBJECT_CLASS (aiohttp_digest_auth_middleware_parent_class)->finalize (object);
}

static void
aiohttp_digest_auth_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpDigestAuthMiddleware *self = AIOHTTP_DIGEST_AUTH_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_LOGIN:
      g_value_set_string (value, self->login);
      break;
    case PROP_PREEMPTIVE:
      g_value_set_boolean (value, self->preemptive);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_digest_auth_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpDigestAuthMiddleware *self = AIOHTTP_DIGEST_AUTH_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_LOGIN:
      self->login = g_value_dup_string (value);
      break;
    case PROP_PASSWORD:
      self->password = g_value_dup_string (value);
      break;
    case PROP_PREEMPTIVE:
      aiohttp_digest_auth_middleware_set_preemptive (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_digest_auth_middleware_class_init (AiohttpDigestAuthMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_digest_auth_middleware_finalize;
  object_class->get_property = aiohttp_digest_auth_middleware_get_property;
  object_class->set_property = aiohttp_digest_auth_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpDigestAuthMiddleware:login:
   *
   * The name.
   *
   * Since: 0.1
   */
  properties[PROP_LOGIN] =
      g_param_spec_string ("login", NULL, NULL, "", flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpDigestAuthMiddleware:password:
   *
   * The password.
   *
   * Since: 0.1
   */
  properties[PROP_PASSWORD] =
      g_param_spec_string ("password", NULL, NULL, "", flags | G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpDigestAuthMiddleware:preemptive:
   *
   * Whether requests carry an answer at once where a challenge is known.
   *
   * Since: 0.1
   */
  properties[PROP_PREEMPTIVE] =
      g_param_spec_boolean ("preemptive", NULL, NULL, TRUE, flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_digest_auth_middleware_init (AiohttpDigestAuthMiddleware *self)
{
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), process);
}

/**
 * aiohttp_digest_auth_middleware_new:
 * @login: a name
 * @password: a password
 *
 * Makes a middleware that answers challenges with these credentials.
 *
 * Returns: (transfer full): a new middleware
 *
 * Since: 0.1
 */
AiohttpDigestAuthMiddleware *
aiohttp_digest_auth_middleware_new (const char *login, const char *password)
{
  g_return_val_if_fail (login != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  return g_object_new (AIOHTTP_TYPE_DIGEST_AUTH_MIDDLEWARE, "login", login, "password", password, NULL);
}

/**
 * aiohttp_digest_auth_middleware_get_preemptive:
 * @self: a middleware
 *
 * Tells whether requests carry an answer at once where a challenge is known.
 *
 * Returns: whether they do
 *
 * Since: 0.1
 */
gboolean
aiohttp_digest_auth_middleware_get_preemptive (AiohttpDigestAuthMiddleware *self)
{
  g_return_val_if_fail (AIOHTTP_IS_DIGEST_AUTH_MIDDLEWARE (self), FALSE);

  return self->preemptive;
}

/**
 * aiohttp_digest_auth_middleware_set_preemptive:
 * @self: a middleware
 * @preemptive: whether to answer at once
 *
 * Chooses whether requests carry an answer at once where a challenge is known.
 *
 * Since: 0.1
 */
void
aiohttp_digest_auth_middleware_set_preemptive (AiohttpDigestAuthMiddleware *self, gboolean preemptive)
{
  g_return_if_fail (AIOHTTP_IS_DIGEST_AUTH_MIDDLEWARE (self));

  preemptive = !!preemptive;
  if (self->preemptive == preemptive)
    return;
  self->preemptive = preemptive;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREEMPTIVE]);
}
