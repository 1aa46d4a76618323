/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* idler PORT COUNT: opens COUNT connections, sends one request on each and reads its answer, says "ready", and holds
 * them until its standard input ends; then says how many of them the server had closed meanwhile. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

static int
open_one (const struct sockaddr_in *address)
{
  char answer[4096];
  size_t length = 0;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || connect (fd, (const struct sockaddr *) address, sizeof *address) < 0 ||
      write (fd, request, sizeof request - 1) != (ssize_t) sizeof request - 1)
    return -1;

  /* The answer is known to end in its body. */
  while (length < 13 || memcmp (answer + length - 13, "Hello, World!", 13) != 0)
    {
      ssize_t n = read (fd, answer + length, sizeof answer - length);

      if (n <= 0)
        return -1;
      length += (size_t) n;
    }
  return fd;
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  struct rlimit limit;
  char byte;
  int count, n_closed = 0;
  int *fds;

  if (argc != 3)
    {
      fprintf (stderr, "idler PORT COUNT\n");
      return 2;
    }
  address.sin_port = htons ((uint16_t) atoi (argv[1]));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  count = atoi (argv[2]);
  fds = calloc ((size_t) count + 1, sizeof *fds);

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);

  for (int i = 0; i < count; i++)
    if ((fds[i] = open_one (&address)) < 0)
      {
        fprintf (stderr, "connection %d of %d: %s\n", i + 1, count, strerror (errno));
        return 1;
      }
  printf ("ready\n");
  fflush (stdout);

  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;
  for (int i = 0; i < count; i++)
    n_closed += recv (fds[i], &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
  printf ("%d\n", n_closed);
  return 0;
}
