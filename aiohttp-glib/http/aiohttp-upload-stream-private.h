/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-progress-private.h"
#include "aiohttp-pull-stream-private.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_UPLOAD_STREAM (aiohttp_upload_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpUploadStream, aiohttp_upload_stream, AIOHTTP, UPLOAD_STREAM, AiohttpPullStream)

/* A body on its way out: no more than `length` bytes of it (-1: any number) are given, fewer are an error, and each step
 * is told. It closes `base` with itself. */
AiohttpUploadStream *aiohttp_upload_stream_new (GInputStream *base, gint64 length, AiohttpProgress *progress);

/* Puts what reading has failed with, if it has, into the place of the error that this led to. */
void aiohttp_upload_stream_tell_failure (AiohttpUploadStream *self, GError **error /* inout */);

G_END_DECLS
