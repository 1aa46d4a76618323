/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* libcurl's multi interface for `run.sh client`, on epoll by its socket functions: client-curl URL IN_FLIGHT SECONDS SIZE.
 * Handles are used again, as libcurl's users do. */

#include <curl/curl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

#define MAX_EVENTS 64

typedef struct
{
  CURL *easy;
  char *data;
  size_t length;
  size_t capacity;
} Transfer;

static CURLM *multi;
static int epoll;
static long timeout = -1;
static size_t size;
static double end;
static long n_to_start, n_done;
static int n_open;

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static size_t
on_data (char *data, size_t one, size_t length, void *user_data)
{
  Transfer *self = user_data;

  if (self->length + length > self->capacity)
    {
      self->capacity = (self->length + length) * 2;
      self->data = realloc (self->data, self->capacity);
    }
  memcpy (self->data + self->length, data, length);
  self->length += length;
  return length;
}

static int
on_socket (CURL *easy, curl_socket_t fd, int what, void *user_data, void *known)
{
  struct epoll_event event = { .data.fd = fd };

  event.events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0);
  if (what == CURL_POLL_REMOVE)
    epoll_ctl (epoll, EPOLL_CTL_DEL, fd, NULL);
  else
    epoll_ctl (epoll, known != NULL ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
  curl_multi_assign (multi, fd, what == CURL_POLL_REMOVE ? NULL : &multi);
  return 0;
}

static int
on_timer (CURLM *handle, long milliseconds, void *user_data)
{
  timeout = milliseconds;
  return 0;
}

static void
get (Transfer *self)
{
  /* The body goes to who asked for it: a new one for each. */
  self->data = NULL;
  self->length = self->capacity = 0;
  n_open++;
  curl_multi_add_handle (multi, self->easy);
}

static void
take_done (void)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (multi, &left)) != NULL)
    {
      CURL *easy = message->easy_handle;
      Transfer *self;

      curl_easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &self);
      if (message->data.result != CURLE_OK || self->length != size)
        {
          fprintf (stderr, "client-curl: %s\n", curl_easy_strerror (message->data.result));
          exit (1);
        }
      curl_multi_remove_handle (multi, easy);
      free (self->data);
      n_done++;
      n_open--;
      if (end != 0 ? now () < end : n_to_start > 0 && n_to_start-- > 0)
        get (self);
    }
}

static void
get_at_once (Transfer *transfers, int in_flight)
{
  int running;

  n_done = 0;
  for (int i = 0; i < in_flight; i++)
    get (&transfers[i]);
  while (n_open > 0)
    {
      struct epoll_event events[MAX_EVENTS];
      int n = epoll_wait (epoll, events, MAX_EVENTS, (int) timeout);

      if (n == 0 || timeout == 0)
        {
          timeout = -1;
          curl_multi_socket_action (multi, CURL_SOCKET_TIMEOUT, 0, &running);
        }
      for (int i = 0; i < n; i++)
        curl_multi_socket_action (multi, events[i].data.fd,
                                  (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                                      (events[i].events & ~EPOLLOUT ? CURL_CSELECT_IN : 0),
                                  &running);
      take_done ();
    }
}

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int
main (int argc, char **argv)
{
  Transfer *transfers;
  char line[16];
  double start, cpu;
  int in_flight;

  if (argc < 5)
    return 2;
  in_flight = atoi (argv[2]);
  size = (size_t) atol (argv[4]);
  curl_global_init (CURL_GLOBAL_DEFAULT);
  multi = curl_multi_init ();
  epoll = epoll_create1 (EPOLL_CLOEXEC);
  curl_multi_setopt (multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt (multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt (multi, CURLMOPT_MAXCONNECTS, (long) in_flight);
  transfers = calloc ((size_t) in_flight, sizeof *transfers);
  for (int i = 0; i < in_flight; i++)
    {
      CURL *easy = transfers[i].easy = curl_easy_init ();

      curl_easy_setopt (easy, CURLOPT_URL, argv[1]);
      curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_data);
      curl_easy_setopt (easy, CURLOPT_WRITEDATA, &transfers[i]);
      curl_easy_setopt (easy, CURLOPT_PRIVATE, &transfers[i]);
      curl_easy_setopt (easy, CURLOPT_NOPROXY, "*");
    }

  n_to_start = in_flight * ((size > 1 << 20 ? 1 : 4) - 1);
  get_at_once (transfers, in_flight);
  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return 0;
  cpu = get_cpu_seconds ();
  start = now ();
  end = start + atof (argv[3]);
  get_at_once (transfers, in_flight);
  printf ("%ld %.6f %.6f\n", n_done, now () - start, get_cpu_seconds () - cpu);
  fflush (stdout);
  return 0;
}
