/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

#include "client-transport.h"
#include "raw-server.h"

typedef struct _HostileCase HostileCase;

/* What a server does on a connection, step by step. It closes at the end of the script, as it does at once when the
 * client has gone. */
typedef enum
{
  HOSTILE_END,
  HOSTILE_SAY,    /* bytes as they are */
  HOSTILE_FORMAT, /* text in which {port} and {other} stand for the ports of both servers */
  HOSTILE_READ,   /* a request with its body; a good one is answered, and the step begun again */
  HOSTILE_FLOOD,  /* bytes, n times; 0: until the client has gone */
  HOSTILE_DRIP,   /* bytes, again and again with a pause, until the client has gone */
  HOSTILE_WAIT,   /* until the client has gone */
  HOSTILE_RESET,
  HOSTILE_CALL,
  HOSTILE_READ_HEAD, /* of a request, and nothing of its body */
  HOSTILE_IDLE,      /* reads nothing of what the client sends until the good request begins */
  HOSTILE_FIRST,     /* goes on on the server's first connection only */
  HOSTILE_AGAIN,     /* from the first step on */
} HostileOp;

typedef struct
{
  HostileOp op;
  const char *bytes;
  gsize length;
  guint n;
  void (*func) (RawConnection *connection, HostileCase *test);
} HostileStep;

#define SAY(text)                                                                                                      \
  {                                                                                                                    \
    .op = HOSTILE_SAY, .bytes = (text), .length = sizeof (text) - 1                                                    \
  }
#define FORMAT(text)                                                                                                   \
  {                                                                                                                    \
    .op = HOSTILE_FORMAT, .bytes = (text)                                                                              \
  }
#define READ                                                                                                           \
  {                                                                                                                    \
    .op = HOSTILE_READ                                                                                                 \
  }
#define FLOOD(text, i)                                                                                                 \
  {                                                                                                                    \
    .op = HOSTILE_FLOOD, .bytes = (text), .length = sizeof (text) - 1, .n = (i)                                        \
  }
#define DRIP(text)                                                                                                     \
  {                                                                                                                    \
    .op = HOSTILE_DRIP, .bytes = (text), .length = sizeof (text) - 1                                                   \
  }
#define WAIT                                                                                                           \
  {                                                                                                                    \
    .op = HOSTILE_WAIT                                                                                                 \
  }
#define RESET                                                                                                          \
  {                                                                                                                    \
    .op = HOSTILE_RESET                                                                                                \
  }
#define CALL(function)                                                                                                 \
  {                                                                                                                    \
    .op = HOSTILE_CALL, .func = (function)                                                                             \
  }
#define READ_HEAD                                                                                                      \
  {                                                                                                                    \
    .op = HOSTILE_READ_HEAD                                                                                            \
  }
#define IDLE                                                                                                           \
  {                                                                                                                    \
    .op = HOSTILE_IDLE                                                                                                 \
  }
#define FIRST                                                                                                          \
  {                                                                                                                    \
    .op = HOSTILE_FIRST                                                                                                \
  }
#define AGAIN                                                                                                          \
  {                                                                                                                    \
    .op = HOSTILE_AGAIN                                                                                                \
  }
#define END                                                                                                            \
  {                                                                                                                    \
    .op = HOSTILE_END                                                                                                  \
  }
#define SCRIPT(...)                                                                                                    \
  (const HostileStep[])                                                                                                \
  {                                                                                                                    \
    __VA_ARGS__, END                                                                                                   \
  }

/* A request is read, and answered by these bytes; whether the connection ends is then for the client to say. */
#define ANSWER(text) SCRIPT (READ, SAY (text), WAIT)

/* The same, but the server closes. */
#define LAST(text) SCRIPT (READ, SAY (text))

/* The same, but the server goes on to take requests. */
#define KEPT(text) SCRIPT (READ, SAY (text), READ)

#define OK_HEAD      "HTTP/1.1 200 OK\r\n"
#define CHUNKED_HEAD OK_HEAD "Transfer-Encoding: chunked\r\n\r\n"

/* What comes of a request. */
typedef struct
{
  enum
  {
    HOSTILE_AS_NATIVE, /* of libsoup's transport */
    HOSTILE_FAILS,
    HOSTILE_GIVES,
  } kind;
  GQuark (*domain) (void);
  int code;
  const char *text; /* a part of the message; the whole of the body, NULL: any */
} HostileOutcome;

#define FAILS(suffix, part)                                                                                            \
  {                                                                                                                    \
    .kind = HOSTILE_FAILS, .domain = aiohttp_client_error_quark, .code = AIOHTTP_CLIENT_ERROR_##suffix, .text = (part) \
  }
#define REFUSES(part)                                                                                                  \
  {                                                                                                                    \
    .kind = HOSTILE_FAILS, .domain = aiohttp_error_quark, .code = AIOHTTP_ERROR_INVALID_ARGUMENT, .text = (part)       \
  }
#define GIVES(body)                                                                                                    \
  {                                                                                                                    \
    .kind = HOSTILE_GIVES, .text = (body)                                                                              \
  }

typedef struct
{
  const char *name;
  const HostileStep *script; /* of each connection, until the good request */
  HostileOutcome native;
  HostileOutcome soup;

  /* Which of libsoup's limits, as the class doc of AiohttpTcpConnector lists them, makes its outcome another one than an
   * error where the native transport has one. */
  const char *undetected;

  guint connections; /* that the server has seen in the end, the good request's counted in; 0: any number */
  guint soup_connections;
  guint idle;     /* those that may stay open; 0: one, or two where there is a URL */
  double timeout; /* 0: what the test fails at */
  double soup_timeout;
  const char *expected;     /* what script and check make of it */
  gboolean soup_goes_on;    /* with a connection that it should give up: a script's WAIT closes it for libsoup */
  const char *method;       /* NULL: GET */
  const char *url;          /* NULL: /bad of the server; {port} and {other} as in FORMAT */
  const HostileStep *other; /* of a second server, whose script no good request ends */
  void (*prepare) (HostileCase *test);                 /* session and options */
  gboolean (*ask) (HostileCase *test, GError **error); /* NULL: sends the request and reads the body */
  void (*check) (HostileCase *test);                   /* behind the request, before the good one */
} HostileRow;

struct _HostileCase
{
  const HostileRow *row;
  RawServer *server;
  RawServer *other; /* NULL: the row has none */
  AiohttpClientSession *session;
  AiohttpRequestOptions *options;
  AiohttpClientResponse *response; /* NULL: none came */
  GBytes *body;                    /* NULL: it could not be read */
  char *url;
  int is_good; /* new connections are served well */
};

#define HOSTILE_TABLE(rows)                                                                                            \
  {                                                                                                                    \
#rows, rows, G_N_ELEMENTS(rows)                                                                                    \
  }

/* Adds a test /client/hostile/GROUP/NAME for each row. */
void hostile_add_rows (const char *group, const HostileRow *rows, gsize n_rows);

/* For scripts and checks. */
char *hostile_case_expand (HostileCase *self, const char *text);
void hostile_serve (RawConnection *connection, gpointer test); /* RawServerFuncs */
void hostile_serve_other (RawConnection *connection, gpointer test);
gboolean hostile_read_head (RawConnection *connection);
void hostile_await_bytes (RawConnection *connection, HostileCase *test); /* until there are some, which stay unread */
gboolean hostile_case_send (HostileCase *self, GError **error);          /* the default of ask */

void hostile_add_heads (void);
void hostile_add_bodies (void);
void hostile_add_connections (void);
void hostile_add_redirects (void);
void hostile_add_uploads (void);
void hostile_add_cookies (void);
void hostile_add_codings (void);
void hostile_add_injection (void);
void hostile_add_proxies (void);
void hostile_add_credentials (void);
