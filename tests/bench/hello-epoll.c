/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The least that can answer: epoll, no parser (a blank line ends a request), one fixed response. The upper bound that
 * the other servers are held against. Only for requests without a body that arrive whole, as wrk sends them. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_EVENTS    256
#define MAX_PIPELINED 16

static char response[256];
static size_t response_length;

static void
update_response (void)
{
  static time_t made_at;
  time_t now = time (NULL);
  char date[64];

  if (now == made_at)
    return;
  made_at = now;
  strftime (date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime (&now));
  response_length = (size_t) snprintf (response, sizeof response,
                                       "HTTP/1.1 200 OK\r\n"
                                       "Content-Type: text/plain; charset=utf-8\r\n"
                                       "Content-Length: 13\r\n"
                                       "Date: %s\r\n\r\n"
                                       "Hello, World!",
                                       date);
}

static int
listen_on (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons ((uint16_t) port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof (int));
  if (bind (fd, (struct sockaddr *) &address, sizeof address) < 0 || listen (fd, 4096) < 0)
    {
      perror ("listen");
      exit (1);
    }
  return fd;
}

static void
accept_all (int epoll, int listener)
{
  int fd;

  while ((fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.fd = fd };

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
      epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

/* 0 when the connection is over. */
static int
answer (int fd)
{
  static char requests[16384];
  static char answers[MAX_PIPELINED * sizeof response];
  size_t length = 0;
  ssize_t n = read (fd, requests, sizeof requests - 1);

  if (n <= 0)
    return n < 0 && errno == EAGAIN;
  requests[n] = '\0';
  for (const char *end = requests; (end = strstr (end, "\r\n\r\n")) != NULL; end += 4)
    if (length + response_length <= sizeof answers)
      {
        memcpy (answers + length, response, response_length);
        length += response_length;
      }
  return length == 0 || write (fd, answers, length) == (ssize_t) length;
}

int
main (int argc, char **argv)
{
  int listener = listen_on (argc > 1 ? atoi (argv[1]) : 8080);
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  struct epoll_event events[MAX_EVENTS] = { { .events = EPOLLIN, .data.fd = listener } };

  epoll_ctl (epoll, EPOLL_CTL_ADD, listener, &events[0]);
  for (;;)
    {
      int n = epoll_wait (epoll, events, MAX_EVENTS, -1);

      update_response ();
      for (int i = 0; i < n; i++)
        if (events[i].data.fd == listener)
          accept_all (epoll, listener);
        else if (!answer (events[i].data.fd))
          close (events[i].data.fd);
    }
}
