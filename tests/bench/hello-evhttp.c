/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <stdio.h>
#include <stdlib.h>

static void
hello (struct evhttp_request *request, void *user_data)
{
  struct evbuffer *body = evbuffer_new ();

  evbuffer_add (body, "Hello, World!", 13);
  evhttp_add_header (evhttp_request_get_output_headers (request), "Content-Type", "text/plain; charset=utf-8");
  evhttp_send_reply (request, HTTP_OK, "OK", body);
  evbuffer_free (body);
}

int
main (int argc, char **argv)
{
  struct event_base *base = event_base_new ();
  struct evhttp *server = evhttp_new (base);

  evhttp_set_timeout (server, 3600);
  evhttp_set_gencb (server, hello, NULL);
  if (evhttp_bind_socket (server, "127.0.0.1", (ev_uint16_t) (argc > 1 ? atoi (argv[1]) : 8080)) < 0)
    {
      perror ("evhttp_bind_socket");
      return 1;
    }
  return event_base_dispatch (base) < 0;
}
