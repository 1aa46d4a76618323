/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fuzz.h"

#include <string.h>

#include "aiohttp-proxy-header-private.h"

/* The input is looked at as it comes, a byte more each time, as a peer may cut it: what was decided stays decided. */

int
LLVMFuzzerTestOneInput (const guint8 *input, size_t size)
{
  AiohttpProxyHeaderState decided = AIOHTTP_PROXY_HEADER_MORE;
  struct sockaddr_storage decided_peer;
  gsize decided_length = 0;

  for (gsize length = 0; length <= size; length++)
    {
      /* exactly as long: a read too far is one that ASan sees */
      g_autofree guint8 *exact = length > 0 ? g_memdup2 (input, length) : NULL;
      struct sockaddr_storage peer;
      gsize header_length = 0;
      AiohttpProxyHeaderState state = aiohttp_proxy_header_parse (exact, length, &header_length, &peer);

      if (decided != AIOHTTP_PROXY_HEADER_MORE)
        g_assert_cmpint (state, ==, decided);
      if (state == AIOHTTP_PROXY_HEADER_MORE)
        g_assert_cmpuint (length, <=, AIOHTTP_PROXY_HEADER_MAX);
      if (state != AIOHTTP_PROXY_HEADER_DONE)
        {
          decided = state;
          continue;
        }
      g_assert_cmpuint (header_length, <=, length);
      g_assert_cmpuint (header_length, <=, AIOHTTP_PROXY_HEADER_MAX);
      g_assert_true (peer.ss_family == AF_UNSPEC || peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
      if (decided == AIOHTTP_PROXY_HEADER_DONE)
        {
          g_assert_cmpuint (header_length, ==, decided_length);
          g_assert_cmpint (peer.ss_family, ==, decided_peer.ss_family);
          if (peer.ss_family != AF_UNSPEC)
            g_assert_cmpmem (&peer, sizeof (struct sockaddr), &decided_peer, sizeof (struct sockaddr));
        }
      else
        {
          /* The byte that ended it is its last. */
          g_assert_cmpuint (header_length, ==, length);
        }
      decided = state;
      decided_length = header_length;
      decided_peer = peer;
    }
  return 0;
}
