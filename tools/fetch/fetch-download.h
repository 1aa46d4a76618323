/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

G_BEGIN_DECLS

#define FETCH_FILE_ERROR (fetch_file_error_quark ())

GQuark fetch_file_error_quark (void); /* the file's fault: the code and message are GIO's */

/* A body on its way to PATH, by PATH.part beside it, which is what a later run goes on with. */
typedef struct
{
  char *path;
  GFile *file;
  GFile *part;
  goffset had; /* bytes of an earlier run */
  gboolean progress;
} FetchDownload;

FetchDownload *fetch_download_new (const char *path, gboolean progress);
void fetch_download_free (FetchDownload *self);

/* Asks for the rest of what an earlier run has left, if it still is what the server has. */
gboolean fetch_download_resume (FetchDownload *self, AiohttpRequestOptions *options, GError **error);

/* Coroutine: takes the body of the response, and puts the file in its place. */
gboolean fetch_download_take (FetchDownload *self, AiohttpClientResponse *response, GError **error);

/* Coroutine: writes the body of the response to standard output. */
gboolean fetch_print_body (AiohttpClientResponse *response, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FetchDownload, fetch_download_free)

G_END_DECLS
