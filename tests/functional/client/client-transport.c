/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "client-transport.h"

static AiohttpTransportKind kind;

void
client_transport_init (int *argc, char **argv)
{
  int n = 1;

  for (int i = 1; i < *argc; i++)
    if (g_strcmp0 (argv[i], "--transport=soup") == 0)
      kind = AIOHTTP_TRANSPORT_KIND_SOUP;
    else
      argv[n++] = argv[i];
  argv[n] = NULL;
  *argc = n;
}

AiohttpTransportKind
client_transport_get_kind (void)
{
  return kind;
}

gboolean
client_transport_is_soup (void)
{
  return kind == AIOHTTP_TRANSPORT_KIND_SOUP;
}

AiohttpClientSession *
client_transport_new_session (void)
{
  g_autoptr (AiohttpConnector) connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", kind, NULL);

  return aiohttp_client_session_new_with_connector (connector);
}
