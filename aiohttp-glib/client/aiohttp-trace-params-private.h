/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-trace-params.h"

G_BEGIN_DECLS

/* Filled in by who makes it; each may be NULL. */
struct _AiohttpTraceParams
{
  GObject parent_instance;

  gint64 time;
  char *method;
  char *url;
  SoupMessageHeaders *headers;
  AiohttpClientResponse *response;
  GError *exception;
  GBytes *chunk;
  char *host;
};

G_END_DECLS
