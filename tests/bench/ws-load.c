/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A load generator for websocket servers: masked messages, so many of them in flight on each connection, whose echoes
 * are counted; or one message at a time that the server hands to all connections, whose deliveries are counted.
 *
 *   ws-load PORT echo|broadcast CONNECTIONS SIZE IN_FLIGHT SECONDS plain|deflate binary|text
 *
 * It says "ready" when all connections are open and each has had an echo, waits for a line, works for so long, and
 * prints "MESSAGES SECONDS". What comes back is compared with what was sent for the first message of each connection,
 * and by its length after that. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define MAX_EVENTS  256
#define BUFFER_SIZE (256 * 1024)

/* Messages differ, so that a compressor with a memory does not see the same one again and again. */
#define N_VARIANTS 8

enum
{
  OPCODE_TEXT = 1,
  OPCODE_BINARY = 2,
  OPCODE_CLOSE = 8,
  OPCODE_PING = 9,
};

typedef struct
{
  char *data;
  size_t length;
} Bytes;

typedef struct
{
  int fd;

  /* What goes out: the rest of a frame, and how many messages wait behind it. */
  Bytes unsent;
  int n_waiting;
  unsigned next_variant;
  int writing;

  /* What comes in: a frame's head as far as it is known, and what is left of its payload. */
  unsigned char head[10];
  size_t head_length;
  uint64_t left;
  int in_payload;
  uint64_t message_length;

  /* The first message as it was received; a server may leave a short one uncompressed. */
  Bytes first;
  int first_is_deflated;
} Connection;

static Bytes payloads[N_VARIANTS];
static Bytes frames[N_VARIANTS];
static Connection *connections;
static int epoll;
static int n_connections;
static int n_in_flight;
static int is_broadcast;
static int is_deflate;
static int is_text;
static size_t size;
static uint64_t n_messages;
static uint64_t n_delivered;
static int running;

static void
die (const char *what)
{
  fprintf (stderr, "ws-load: %s%s%s\n", what, errno != 0 ? ": " : "", errno != 0 ? strerror (errno) : "");
  exit (1);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* --- messages */

/* Words, so that deflate finds what it finds in text. */
static Bytes
make_payload (unsigned seed)
{
  static const char *const words[] = { "loop", "future", "message", "socket", "{\"id\": ", "value", "answer", ", " };
  Bytes payload = { malloc (size + 16), 0 };

  while (payload.length < size)
    {
      const char *word;

      seed = seed * 1103515245 + 12345;
      word = words[seed >> 16 & 7];
      payload.length += (size_t) sprintf (payload.data + payload.length, "%s", word);
      if ((seed >> 20 & 3) == 0 && payload.length < size)
        payload.data[payload.length++] = (char) ('0' + (seed >> 24) % 10);
    }
  payload.length = size;
  return payload;
}

/* Of RFC 7692: without the empty block at the end. */
static Bytes
deflated (Bytes payload)
{
  z_stream stream = { 0 };
  Bytes result = { malloc (compressBound (payload.length) + 64), 0 };

  if (deflateInit2 (&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    die ("deflateInit2");
  stream.next_in = (Bytef *) payload.data;
  stream.avail_in = (uInt) payload.length;
  stream.next_out = (Bytef *) result.data;
  stream.avail_out = (uInt) compressBound (payload.length) + 64;
  deflate (&stream, Z_SYNC_FLUSH);
  result.length = stream.total_out - 4;
  deflateEnd (&stream);
  return result;
}

static Bytes
make_frame (Bytes payload)
{
  const unsigned char mask[4] = { 0x5a, 0x13, 0xc7, 0x8e };
  unsigned char *out = malloc (payload.length + 14);
  size_t n = 2;

  out[0] = (unsigned char) (0x80 | (is_deflate ? 0x40 : 0) | (is_text ? OPCODE_TEXT : OPCODE_BINARY));
  if (payload.length < 126)
    out[1] = (unsigned char) payload.length;
  else
    {
      int n_bytes = payload.length <= 0xffff ? 2 : 8;

      out[1] = n_bytes == 2 ? 126 : 127;
      for (int i = n_bytes - 1; i >= 0; i--)
        out[n++] = (unsigned char) ((uint64_t) payload.length >> (8 * i));
    }
  out[1] |= 0x80;
  memcpy (out + n, mask, 4);
  n += 4;
  for (size_t i = 0; i < payload.length; i++)
    out[n + i] = (unsigned char) payload.data[i] ^ mask[i & 3];
  return (Bytes){ (char *) out, n + payload.length };
}

static void
make_messages (void)
{
  for (unsigned i = 0; i < N_VARIANTS; i++)
    {
      payloads[i] = make_payload (i + 1);
      frames[i] = make_frame (is_deflate ? deflated (payloads[i]) : payloads[i]);
    }
}

static void
check_first (Connection *self)
{
  Bytes got = self->first;

  if (self->first_is_deflated)
    {
      z_stream stream = { 0 };

      got = (Bytes){ malloc (size + 1), 0 };
      self->first.data = realloc (self->first.data, self->first.length + 4);
      memcpy (self->first.data + self->first.length, "\0\0\xff\xff", 4);
      stream.next_in = (Bytef *) self->first.data;
      stream.avail_in = (uInt) self->first.length + 4;
      stream.next_out = (Bytef *) got.data;
      stream.avail_out = (uInt) size + 1;
      if (inflateInit2 (&stream, -15) != Z_OK || inflate (&stream, Z_SYNC_FLUSH) < Z_OK)
        die ("what came back cannot be inflated");
      got.length = stream.total_out;
      inflateEnd (&stream);
    }
  if (got.length != size || memcmp (got.data, payloads[0].data, size) != 0)
    die ("what came back is not what was sent");
  if (self->first_is_deflated)
    free (got.data);
  free (self->first.data);
  self->first.data = NULL;
}

/* --- connections */

static void
watch (Connection *self, int writing)
{
  struct epoll_event event = { .events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = self };

  self->writing = writing;
  epoll_ctl (epoll, EPOLL_CTL_MOD, self->fd, &event);
}

static void
flush (Connection *self)
{
  for (;;)
    {
      ssize_t n;

      if (self->unsent.length == 0)
        {
          if (self->n_waiting == 0)
            break;
          self->n_waiting--;
          self->unsent = frames[self->next_variant++ % N_VARIANTS];
        }
      n = send (self->fd, self->unsent.data, self->unsent.length, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0 && errno != EAGAIN)
        die ("send");
      if (n < 0)
        {
          if (!self->writing)
            watch (self, 1);
          return;
        }
      self->unsent.data += n;
      self->unsent.length -= (size_t) n;
    }
  if (self->writing)
    watch (self, 0);
}

static void
send_messages (Connection *self, int count)
{
  self->n_waiting += count;
  flush (self);
}

static void
on_message (Connection *self)
{
  if (!is_deflate && self->message_length != size)
    die ("a message came back with another length");
  self->message_length = 0;
  if (self->first.data != NULL)
    check_first (self);
  n_messages++;
  if (!is_broadcast)
    send_messages (self, running);
  else if (++n_delivered == (uint64_t) n_connections)
    {
      n_delivered = 0;
      send_messages (&connections[0], running);
    }
}

/* The length of a frame's head, as soon as its first two bytes are there. */
static size_t
head_length (const unsigned char *head)
{
  unsigned length = head[1] & 0x7f;

  if ((head[1] & 0x80) != 0)
    die ("a server's frame is masked");
  return length < 126 ? 2 : length == 126 ? 4 : 10;
}

static void
on_head (Connection *self)
{
  int opcode = self->head[0] & 0xf;

  if (opcode == OPCODE_CLOSE)
    die ("the server closed");
  if (opcode == OPCODE_TEXT || opcode == OPCODE_BINARY)
    self->first_is_deflated |= self->first.data != NULL && (self->head[0] & 0x40) != 0;
  self->left = self->head[1] & 0x7f;
  if (self->left >= 126)
    {
      self->left = 0;
      for (size_t i = 2; i < self->head_length; i++)
        self->left = self->left << 8 | self->head[i];
    }
  self->head_length = 0;
  self->in_payload = 1;
}

static void
feed (Connection *self, const char *data, size_t length)
{
  while (length > 0 || (self->in_payload && self->left == 0))
    {
      if (!self->in_payload)
        {
          self->head[self->head_length++] = (unsigned char) *data++;
          length--;
          if (self->head_length >= 2 && self->head_length == head_length (self->head))
            on_head (self);
          continue;
        }

      size_t n = length < self->left ? length : (size_t) self->left;

      if (self->first.data != NULL)
        {
          self->first.data = realloc (self->first.data, self->first.length + n + 1);
          memcpy (self->first.data + self->first.length, data, n);
          self->first.length += n;
        }
      data += n;
      length -= n;
      self->left -= n;
      self->message_length += n;
      if (self->left > 0)
        return;
      self->in_payload = 0;
      if ((self->head[0] & 0xf) >= OPCODE_PING)
        self->message_length -= self->message_length < size ? self->message_length : 0;
      else if ((self->head[0] & 0x80) != 0)
        on_message (self);
    }
}

static void
handshake (Connection *self, const struct sockaddr_in *address)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = self };
  char text[4096];
  size_t length = 0;

  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->fd < 0 || connect (self->fd, (const struct sockaddr *) address, sizeof *address) < 0)
    die ("connect");
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof (int));
  length = (size_t) snprintf (text, sizeof text,
                              "GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                              is_broadcast ? "broadcast" : "",
                              is_deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
  if (send (self->fd, text, length, MSG_NOSIGNAL) != (ssize_t) length)
    die ("send");
  for (length = 0; length < 4 || memcmp (text + length - 4, "\r\n\r\n", 4) != 0; length++)
    if (length == sizeof text - 1 || recv (self->fd, text + length, 1, 0) != 1)
      die ("no answer to the handshake");
  text[length] = '\0';
  errno = 0;
  if (strncmp (text, "HTTP/1.1 101", 12) != 0 || strstr (text, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == NULL)
    die (text);
  if ((strstr (text, "permessage-deflate") != NULL) != is_deflate)
    die ("permessage-deflate was not agreed upon as asked");
  self->first.data = malloc (1);
  epoll_ctl (epoll, EPOLL_CTL_ADD, self->fd, &event);
}

static void
wait_once (int timeout)
{
  static char buffer[BUFFER_SIZE];
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (epoll, events, MAX_EVENTS, timeout);

  for (int i = 0; i < n; i++)
    {
      Connection *self = events[i].data.ptr;

      if ((events[i].events & EPOLLOUT) != 0)
        flush (self);
      if ((events[i].events & ~EPOLLOUT) != 0)
        {
          ssize_t length = recv (self->fd, buffer, sizeof buffer, MSG_DONTWAIT);

          errno = length == 0 ? 0 : errno;
          if (length == 0 || (length < 0 && errno != EAGAIN))
            die ("the server left");
          if (length > 0)
            feed (self, buffer, (size_t) length);
        }
    }
}

static void
warm_up (void)
{
  for (int i = 0; i < (is_broadcast ? 1 : n_connections); i++)
    send_messages (&connections[i], 1);
  while (n_messages < (uint64_t) n_connections)
    wait_once (-1);
}

static void
work (double seconds)
{
  double start = now (), end = start + seconds, time;

  n_messages = 0;
  running = 1;
  for (int i = 0; i < (is_broadcast ? 1 : n_connections); i++)
    send_messages (&connections[i], is_broadcast ? 1 : n_in_flight);
  do
    {
      wait_once (100);
      time = now ();
    }
  while (time < end);
  printf ("%llu %.6f\n", (unsigned long long) n_messages, time - start);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  struct rlimit limit;
  char line[16];

  if (argc != 9)
    {
      fprintf (stderr, "ws-load PORT echo|broadcast CONNECTIONS SIZE IN_FLIGHT SECONDS plain|deflate binary|text\n");
      return 2;
    }
  address.sin_port = htons ((uint16_t) atoi (argv[1]));
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  is_broadcast = strcmp (argv[2], "broadcast") == 0;
  n_connections = atoi (argv[3]);
  size = (size_t) atol (argv[4]);
  n_in_flight = atoi (argv[5]);
  is_deflate = strcmp (argv[7], "deflate") == 0;
  is_text = strcmp (argv[8], "text") == 0;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  make_messages ();
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  connections = calloc ((size_t) n_connections, sizeof *connections);
  for (int i = 0; i < n_connections; i++)
    handshake (&connections[i], &address);
  warm_up ();
  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return 1;
  work (atof (argv[6]));
  return 0;
}
