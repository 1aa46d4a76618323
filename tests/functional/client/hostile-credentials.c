/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Servers that ask for credentials, for patience or for a closer look, in words that make no sense; and TLS that is none. */

#include <string.h>

#include "hostile.h"

static void
use_digest (HostileCase *test)
{
  g_autoptr (AiohttpDigestAuthMiddleware) digest = aiohttp_digest_auth_middleware_new ("me", "secret");

  aiohttp_request_options_add_middleware (test->options, AIOHTTP_CLIENT_MIDDLEWARE (digest));
}

/* No challenge makes more than one request out of one. */
static void
check_few (HostileCase *test)
{
  g_assert_cmpuint (raw_server_count_requests (test->server), <=, 2);
  g_assert_cmpuint (aiohttp_client_response_get_status (test->response), ==, 401);
}

static void
check_password (HostileCase *test)
{
  for (guint i = 0; i < raw_server_count_requests (test->server); i++)
    {
      g_autofree char *request = raw_server_dup_request (test->server, i);

      g_assert_null (strstr (request, "secret"));
      g_assert_null (strstr (request, "\nInjected"));
    }
  check_few (test);
}

#define ASKS(challenge)                                                                                                \
  .script = SCRIPT (READ, SAY ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n" challenge "\r\n\r\nno"), AGAIN),   \
  .prepare = use_digest, .native = GIVES ("no"), .check = check_password
#define DIGEST "WWW-Authenticate: Digest "

static const HostileRow challenges[] = {
  { .name = "digest-again", ASKS (DIGEST "realm=\"r\", nonce=\"n\", qop=\"auth\"") },
  { .name = "digest-stale", ASKS (DIGEST "realm=\"r\", nonce=\"n\", qop=\"auth\", stale=true") },
  { .name = "digest-without-nonce", ASKS (DIGEST "realm=\"r\", qop=\"auth\"") },
  { .name = "digest-without-realm", ASKS (DIGEST "nonce=\"n\"") },
  { .name = "digest-unknown-algorithm", ASKS (DIGEST "realm=\"r\", nonce=\"n\", algorithm=ROT13") },
  { .name = "digest-unknown-qop", ASKS (DIGEST "realm=\"r\", nonce=\"n\", qop=\"secret\"") },
  { .name = "digest-open-quote", ASKS (DIGEST "realm=\"r, nonce=\"n") },
  { .name = "digest-open-escape", ASKS (DIGEST "realm=\"r\", nonce=\"n\\") },
  { .name = "digest-commas", ASKS (DIGEST ",,,,=,=,,\"\",") },
  { .name = "digest-nothing", ASKS ("WWW-Authenticate:") },
  { .name = "digest-injection", ASKS (DIGEST "realm=\"r\\\"\", nonce=\"n\\\\\\\"Injected: 1\", opaque=\"\\\"\"") },
  { .name = "digest-foreign-domain", ASKS (DIGEST "realm=\"r\", nonce=\"n\", domain=\"http://evil.test/ :::: //\"") },
  { .name = "basic-in-disguise", ASKS ("WWW-Authenticate: Basic realm=\"Digest nonce=n\"") },
  { .name = "digest-many",
    .script = SCRIPT (READ, SAY ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n"),
                      FLOOD (DIGEST "realm=\"r\", nonce=\"n\", algorithm=SHA-256\r\n", 100), SAY ("\r\nno"), AGAIN),
    .prepare = use_digest,
    .native = GIVES ("no"),
    .check = check_password },
};

static void
use_retry (HostileCase *test)
{
  g_autoptr (AiohttpClientMiddleware) retry = aiohttp_client_retry_middleware_new (3);

  g_object_set (retry, "base-delay", 0.001, NULL);
  aiohttp_request_options_add_middleware (test->options, retry);
}

static void
check_attempts (HostileCase *test)
{
  g_assert_cmpuint (raw_server_count_requests (test->server), <=, 3);
}

#define WAITS(after)                                                                                                   \
  .script = SCRIPT (READ, SAY ("HTTP/1.1 503 Busy\r\nContent-Length: 2\r\nRetry-After: " after "\r\n\r\nno"), AGAIN),  \
  .prepare = use_retry, .native = GIVES ("no"), .check = check_attempts

static const HostileRow waits[] = {
  { .name = "retry-after-ages", WAITS ("99999999999999999999") },
  { .name = "retry-after-negative", WAITS ("-1") },
  { .name = "retry-after-junk", WAITS ("soon") },
  { .name = "retry-after-year-9999", WAITS ("Fri, 31 Dec 9999 23:59:59 GMT") },
  { .name = "retry-after-past", WAITS ("Thu, 01 Jan 1970 00:00:00 GMT") },
};

/* What is asked of a response about its fields has an answer, whatever they say. */
static void
look_closely (HostileCase *test)
{
  g_autofree char *kind = aiohttp_client_response_get_content_disposition (test->response);
  g_autofree char *name = aiohttp_client_response_get_filename (test->response);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) links = g_hash_table_ref (aiohttp_client_response_get_links (test->response));

  g_assert_true (name == NULL || (strchr (name, '/') == NULL && g_utf8_validate (name, -1, NULL)));
  g_assert_nonnull (aiohttp_client_response_get_content_type (test->response));
  g_assert_nonnull (links);
  g_assert_true (kind == NULL || g_utf8_validate (kind, -1, NULL));
  text = aiohttp_client_response_text (test->response, NULL);
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

#define SAYS(field)                                                                                                    \
  .script = KEPT (OK_HEAD field "\r\nContent-Length: 2\r\n\r\nok"), .native = GIVES ("ok"), .check = look_closely

static const HostileRow fields[] = {
  { .name = "charset-unknown", SAYS ("Content-Type: text/plain; charset=klingon") },
  { .name = "charset-huge", SAYS ("Content-Type: text/plain; charset=\"////TRANSLIT//\"") },
  { .name = "type-junk", SAYS ("Content-Type: ;;;=/=\"") },
  { .name = "type-parameters", SAYS ("Content-Type: a/b; a; b=; =c; d=\"; charset=utf-7") },
  { .name = "file-name-up", SAYS ("Content-Disposition: attachment; filename=\"../../etc/passwd\"") },
  { .name = "file-name-coded",
    SAYS ("Content-Disposition: attachment; filename*=UTF-8''..%2f..%2fetc%2fpasswd%00%ff") },
  { .name = "file-name-pieces",
    SAYS ("Content-Disposition: attachment; filename*0=a; filename*99999999999=b; filename*-1=c") },
  { .name = "disposition-junk", SAYS ("Content-Disposition: ;;\"\\") },
  { .name = "link-junk", SAYS ("Link: <, <>; rel=, <x; rel=next>, <javascript:x>; rel=\"next\", ;;;") },
  { .name = "hsts-over-http", SAYS ("Strict-Transport-Security: max-age=99999999999999999999; includeSubDomains") },
  { .name = "date-junk",
    SAYS ("Date: Thu, 99 Foo 99999 99:99:99 GMT\r\nExpires: -1\r\nLast-Modified: never\r\nAge: -5") },
};

#define TLS .url = "https://127.0.0.1:{port}/bad"

static const HostileRow tls[] = {
  { .name = "tls-plain-answer",
    .script = SCRIPT (CALL (hostile_await_bytes), SAY ("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), WAIT),
    TLS,
    .native = FAILS (TLS, NULL) },
  { .name = "tls-closed", .script = SCRIPT (CALL (hostile_await_bytes), END), TLS, .native = FAILS (TLS, NULL) },
  { .name = "tls-silent", .script = SCRIPT (WAIT), TLS, .native = FAILS (TIMEOUT, "0.2 seconds"), .timeout = 0.2 },
  { .name = "tls-refused", .script = SCRIPT (SAY ("\25\3\3\0\2\2\50"), WAIT), TLS, .native = FAILS (TLS, NULL) },
  { .name = "tls-garbage",
    .script = SCRIPT (SAY ("\26\3\3\377\377"), FLOOD ("\377\377\377\377", 0)),
    TLS,
    .native = FAILS (TLS, NULL) },
  { .name = "tls-empty-records", .script = SCRIPT (FLOOD ("\26\3\3\0\0", 0)), TLS, .native = FAILS (TLS, NULL) },
  { .name = "tls-ssh",
    .script = SCRIPT (SAY ("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), WAIT),
    TLS,
    .native = FAILS (TLS, NULL) },
};

void
hostile_add_credentials (void)
{
  hostile_add_rows ("credentials", challenges, G_N_ELEMENTS (challenges));
  hostile_add_rows ("credentials", waits, G_N_ELEMENTS (waits));
  hostile_add_rows ("credentials", fields, G_N_ELEMENTS (fields));
  hostile_add_rows ("credentials", tls, G_N_ELEMENTS (tls));
}
