/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-body-part-reader.h"

G_BEGIN_DECLS

/* Takes the headers. */
AiohttpBodyPartReader *
aiohttp_body_part_reader_new (AiohttpMultipartReader *reader, guint64 number, SoupMessageHeaders *headers);

/* A fault that is one of a request's body, as whoever reads the part is to see it. Takes it. */
GError *aiohttp_body_part_reader_map_error (AiohttpBodyPartReader *self, GError *error);

G_END_DECLS
