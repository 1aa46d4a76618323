/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-digest-private.h"
#include "aiohttp-sha512-256-private.h"

typedef struct
{
  const char *name;
  const char *challenge;
  const char *login;
  const char *password;
  const char *uri;
  const char *cnonce;
  const char *response;
} Vector;

#define RFC_NONCE  "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
#define RFC_CNONCE "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"

/* RFC 7616, 3.9.1 and 3.9.2, the second with the hashes of erratum 4897, since those of the text are of a draft of
 * SHA-512/256; RFC 2617, 3.5; RFC 2069, 2.4 with its erratum. */
static const Vector vectors[] = {
  { "rfc7616-md5",
    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, nonce=\"" RFC_NONCE "\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
    "Mufasa", "Circle of Life", "/dir/index.html", RFC_CNONCE, "8ca523f5e9506fed4657c9700eebdbec" },
  { "rfc7616-sha256",
    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"" RFC_NONCE "\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
    "Mufasa", "Circle of Life", "/dir/index.html", RFC_CNONCE,
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1" },
  { "rfc7616-sha512-256",
    "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
    "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
    "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true",
    "J\303\244s\303\270n Doe", "Secret, or not?", "/doe.json", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
    "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5" },
  { "rfc2617",
    "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
    "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
    "Mufasa", "Circle Of Life", "/dir/index.html", "0a4f113b", "6629fae49393a05397450978507c4ef1" },
  { "rfc2069",
    "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
    "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
    "Mufasa", "CircleOfLife", "/dir/index.html", "", "1949323746fe6a43ef61f9606e7febea" },
};

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_auto (AiohttpDigestChallenge) challenge = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *expected = g_strdup_printf ("response=\"%s\"", vector->response);

  g_assert_true (aiohttp_digest_challenge_parse (vector->challenge, &challenge));
  challenge.auth_int = FALSE;
  answer =
      aiohttp_digest_answer (&challenge, vector->login, vector->password, "GET", vector->uri, NULL, vector->cnonce, 1);
  g_assert_true (g_str_has_prefix (answer, "Digest username="));
  g_assert_nonnull (strstr (answer, expected));
  if (challenge.userhash)
    g_assert_nonnull (strstr (answer, "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"));
  if (!challenge.no_qop)
    g_assert_nonnull (strstr (answer, "qop=auth, nc=00000001"));
}

/* Against what Python's hashlib gives for the same. */
static void
test_variants (void)
{
  const struct
  {
    const char *algorithm;
    gboolean auth_int;
    const char *response;
  } rows[] = {
    { "MD5", FALSE, "15a3b3e3beef35e6c67e98fb0224fcb2" },
    { "MD5", TRUE, "62a2cee5375ae897c2c44d1e1b7d858f" },
    { "MD5-sess", FALSE, "5bdf8d30d082e1ef72368a4c0a6ff7ea" },
    { "MD5-sess", TRUE, "64f350c480169f707e2db51732b03a76" },
    { "SHA", FALSE, "d86c6ff214a8459e660f8440073992ac32e6297a" },
    { "SHA", TRUE, "14e9ad39fbfcfec30695cf5c5e3a30f5d26586b0" },
    { "SHA-sess", FALSE, "4136fddba86e6263a71183043fc46fd9d112c6de" },
    { "SHA-sess", TRUE, "657e13ba0d7a10337ced3998679fab4c3166a231" },
    { "SHA-256", FALSE, "3eb2e6da0e90e95de33f69beed5b8e30d3f50a3766b97015a1586c4b26443cad" },
    { "SHA-256", TRUE, "59d0928e92404b43858180695e55aa9825c5756c544dd375cb8f268bfa6fdafc" },
    { "SHA-256-sess", FALSE, "1f6c11fe1bab13ea7270efb5882f8d1c4075d747e61c673643875cdc353b3216" },
    { "SHA-256-sess", TRUE, "153f6d13029bb2bb2b3c36a25908ea06ad0ed67a8ad3d3291e808b8acb433a30" },
    { "SHA-512", FALSE,
      "f0d26e6e4e80702db09a8e2109482b924254a8d24cc9a66952868c1eaa250f0f9a8fe2c447444487fb5a5ad6be80ab0ac6657d841b665c01a03a29cb80d63eda" },
    { "SHA-512", TRUE,
      "61aabaf478e1db19aec174f578e02bf9e604faa9c333f1480d06b8502edf617ef1ec0a2ef03fbca5f91b78bab83a298c04d194260ac838b69d4da30606be2491" },
    { "SHA-512-sess", FALSE,
      "d20b62fd73ad6639828eca1eff43b8e4feb58b9e5824f369b0bec37fb0fe6257f085e17961629cae40362070af1c92d4b100317129bdf6fcb26067d3be35040b" },
    { "SHA-512-sess", TRUE,
      "b8124c307dcf621063649e09797c403e264df84129bf3d89104d8920aefe68c1778e2bd589c4ba9b6fc984d07af244218ed77c56844a0f86a29a8169762b29c8" },
    { "SHA-512-256", FALSE, "5baa88ea3affd0ca57345c53d6a7582d141322ea3bd4497338902c8e93f931ad" },
    { "SHA-512-256", TRUE, "a9bd614507d8baf7cf342227e076924383f6d9e4b60b86a33c0d280e64c2993a" },
    { "SHA-512-256-sess", FALSE, "cd3bb92777ef21f8306e5694c01e34b72d7e577225494cef74772ae9e406b3e0" },
    { "SHA-512-256-sess", TRUE, "61c8f7ef0633d4f5badf230c19a66ed98367d4ae3f2969d702d3b1c72e62a635" },
  };
  g_autoptr (GBytes) body = g_bytes_new_static ("a body", 6);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *field = g_strdup_printf ("Digest realm=\"r\", nonce=\"n\", qop=\"%s\", algorithm=%s",
                                                rows[i].auth_int ? "auth-int" : "auth", rows[i].algorithm);
      g_autofree char *expected = g_strdup_printf ("response=\"%s\"", rows[i].response);
      g_auto (AiohttpDigestChallenge) challenge = { 0 };
      g_autofree char *answer = NULL;

      g_assert_true (aiohttp_digest_challenge_parse (field, &challenge));
      answer = aiohttp_digest_answer (&challenge, "user", "pass", "POST", "/p?q", body, "c", 0x2a);
      g_assert_nonnull (strstr (answer, expected));
      g_assert_nonnull (strstr (answer, "nc=0000002a"));
    }
}

static void
test_choice (void)
{
  const struct
  {
    const char *field;
    const char *algorithm; /* NULL: nothing to answer */
  } rows[] = {
    { "Digest realm=\"a\", nonce=\"b\"", "MD5" },
    { "digest Realm=\"a\",NONCE=b , qop=auth", "MD5" },
    { "Digest realm=a, nonce=b, algorithm=MD5, Digest realm=a, nonce=c, algorithm=SHA-256", "SHA-256" },
    { "Digest realm=a, nonce=b, algorithm=SHA-256, Digest realm=a, nonce=c, algorithm=MD5", "SHA-256" },
    { "Basic realm=\"x, y\", Digest realm=a, nonce=b, algorithm=SHA-512-256-sess", "SHA-512-256-sess" },
    { "Negotiate abc==, Digest realm=a, nonce=b", "MD5" },
    { "Digest realm=a, nonce=\"\"", NULL },
    { "Digest realm=a", NULL },
    { "Digest nonce=b", NULL },
    { "Digest realm=a, nonce=b, algorithm=TIGER", NULL },
    { "Digest realm=a, nonce=b, qop=\"auth-conf\"", NULL },
    { "Digest realm=\"a, nonce=b", NULL },
    { "Basic realm=a", NULL },
    { "", NULL },
    { ", ,", NULL },
    { "=", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (AiohttpDigestChallenge) challenge = { 0 };

      g_test_message ("%s", rows[i].field);
      g_assert_cmpint (aiohttp_digest_challenge_parse (rows[i].field, &challenge), ==, rows[i].algorithm != NULL);
      g_assert_cmpstr (challenge.algorithm, ==, rows[i].algorithm);
    }
}

static void
test_sha512_256 (void)
{
  const struct
  {
    gsize length;
    const char *hex;
  } rows[] = {
    { 0, "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a" },
    { 1, "455e518824bc0601f9fb858ff5c37d417d67c2f8e0df2babe4808858aea830f8" },
    { 3, "98820cb49789c71591cf13d42961396dac416444004014ad40b9248f25eb9a84" },
    { 111, "0239e429f98d0ed61ee8e2a7c30afe98c1c3a80ce5dff62a107e9c538f7632ce" },
    { 112, "9216b5303edb66504570bee90e48ea5beaa5e9fe9f760bbd3e0460559fc005f6" },
    { 113, "d0ac79bea5bc97ac80c77c7cbbe92811ba9997eb0ce3c9888f9cef8362d187cd" },
    { 127, "2fe3b2a6ee7e12f6fe4ba82166541ad9b4ed882c493581cbe300d68f3757b778" },
    { 128, "b88f97e274f9c1d49f181c8cbd01a9c74930ad055a46ac4499a1d601f1c80bf2" },
    { 129, "fb9035c9009ed4a60e37510339ebdb1c771339f30aa581d5dea3690a524c23f1" },
    { 240, "d48a4d53397b38ab4e771d781c98ac6b86712dff2a664cfd1f27c7ca40f8ce37" },
    { 256, "d43f85191c3058fd3b2383077f8e1aa800aae7fdf6eb829440fa45f189562c07" },
    { 1000, "40eb4a70d4d69815407a9e272f0101cd67e3d11262a4a0bfc087712749c7fb53" },
  };
  g_autofree char *text = g_strnfill (1000, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *hex = aiohttp_sha512_256 (text, rows[i].length);

      g_assert_cmpstr (hex, ==, rows[i].hex);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/digest/vector/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/digest/variants", test_variants);
  g_test_add_func ("/digest/choice", test_choice);
  g_test_add_func ("/digest/sha512-256", test_sha512_256);
  return g_test_run ();
}
