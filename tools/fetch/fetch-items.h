/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

G_BEGIN_DECLS

/* What the command line says of the body. */
typedef struct
{
  char **headers; /* "Name: value" */
  char *data;     /* "@FILE": that file, "@-": standard input */
  gboolean form;
} FetchBody;

/* Reads METHOD? URL ITEM…: *method is NULL where none is given, and *items the rest. */
gboolean fetch_split_arguments (char **arguments, char **method, char **url, char ***items, GError **error);

/* `Name:value`, `name==value`, `name=value`, `name:=json`, `name@file`; NULL with an error of G_OPTION_ERROR or of GIO. */
AiohttpRequestOptions *fetch_make_options (const FetchBody *body, char **items, GError **error);

/* Whether a request with these goes with a body, so that it is a POST unless the user says otherwise. */
gboolean fetch_has_body (const FetchBody *body, char **items);

G_END_DECLS
