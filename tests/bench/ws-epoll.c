/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The least that can echo websocket messages: epoll, frames unmasked byte for byte and sent back as they come, no check of
 * anything. The upper bound that the servers are held against. Only for ws-load, which reads whatever is sent. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS  256
#define BUFFER_SIZE (256 * 1024)
#define MAX_HEAD    14

/* ws-load sends one and the same key. */
static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\n"
                             "Upgrade: websocket\r\n"
                             "Connection: Upgrade\r\n"
                             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

typedef struct
{
  int fd;
  int upgraded;
  unsigned char head[MAX_HEAD];
  size_t head_length;
  uint64_t left;
  size_t offset;
} Connection;

static int
write_all (int fd, const char *data, size_t length)
{
  while (length > 0)
    {
      ssize_t n = send (fd, data, length, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno == EAGAIN)
        poll (&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
      else if (n <= 0)
        return 0;
      else
        {
          data += n;
          length -= (size_t) n;
        }
    }
  return 1;
}

static size_t
masked_head_length (const unsigned char *head)
{
  unsigned length = head[1] & 0x7f;

  return length < 126 ? 6 : length == 126 ? 8 : 14;
}

static size_t
echo_head (Connection *self, char *out)
{
  size_t length = self->head_length - 4;

  self->left = self->head[1] & 0x7f;
  if (self->left >= 126)
    {
      self->left = 0;
      for (size_t i = 2; i < length; i++)
        self->left = self->left << 8 | self->head[i];
    }
  memcpy (out, self->head, length);
  out[1] &= 0x7f;
  memmove (self->head, self->head + length, 4);
  self->head_length = 0;
  self->offset = 0;
  return length;
}

static size_t
unmask (Connection *self, const char *in, size_t length, char *out)
{
  uint32_t mask;
  unsigned char turned[4];
  size_t i = 0;

  for (int j = 0; j < 4; j++)
    turned[j] = self->head[(self->offset + (size_t) j) & 3];
  memcpy (&mask, turned, 4);
  for (; i + 4 <= length; i += 4)
    {
      uint32_t word;

      memcpy (&word, in + i, 4);
      word ^= mask;
      memcpy (out + i, &word, 4);
    }
  for (; i < length; i++)
    out[i] = in[i] ^ (char) turned[i & 3];
  self->offset += length;
  self->left -= length;
  return length;
}

/* 0 when the connection is over. */
static int
echo (Connection *self)
{
  static char in[BUFFER_SIZE], out[BUFFER_SIZE * 2];
  ssize_t n = recv (self->fd, in, sizeof in, MSG_DONTWAIT);
  size_t length = 0;

  if (n <= 0)
    return n < 0 && errno == EAGAIN;
  if (!self->upgraded)
    {
      self->upgraded = n >= 4 && memcmp (in + n - 4, "\r\n\r\n", 4) == 0;
      return !self->upgraded || write_all (self->fd, answer, sizeof answer - 1);
    }
  for (ssize_t i = 0; i < n;)
    if (self->left > 0)
      {
        size_t here = (uint64_t) (n - i) < self->left ? (size_t) (n - i) : (size_t) self->left;

        length += unmask (self, in + i, here, out + length);
        i += (ssize_t) here;
      }
    else
      {
        self->head[self->head_length++] = (unsigned char) in[i++];
        if (self->head_length >= 2 && self->head_length == masked_head_length (self->head))
          length += echo_head (self, out + length);
      }
  return write_all (self->fd, out, length);
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

int
main (int argc, char **argv)
{
  int listener = listen_on (argc > 1 ? atoi (argv[1]) : 8080);
  int epoll = epoll_create1 (EPOLL_CLOEXEC);
  struct epoll_event events[MAX_EVENTS] = { { .events = EPOLLIN, .data.ptr = NULL } };

  epoll_ctl (epoll, EPOLL_CTL_ADD, listener, &events[0]);
  for (;;)
    {
      int n = epoll_wait (epoll, events, MAX_EVENTS, -1);

      for (int i = 0; i < n; i++)
        {
          Connection *self = events[i].data.ptr;

          if (self == NULL)
            {
              int fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
              struct epoll_event event = { .events = EPOLLIN, .data.ptr = calloc (1, sizeof (Connection)) };

              ((Connection *) event.data.ptr)->fd = fd;
              setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
              epoll_ctl (epoll, EPOLL_CTL_ADD, fd, &event);
            }
          else if (!echo (self))
            {
              close (self->fd);
              free (self);
            }
        }
    }
}
