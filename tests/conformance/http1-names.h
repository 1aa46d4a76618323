/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-head-private.h"

#include "conformance.h"

G_BEGIN_DECLS

/* The tables' words for the parser's enumerations. */
const char *http1_body_kind_get_name (AiohttpHttp1BodyKind kind);
AiohttpHttp1BodyKind http1_body_kind_from_name (const char *name);
const char *http1_target_form_get_name (AiohttpTargetForm form);
const char *http1_error_get_name (const GError *error); /* of an AIOHTTP_PROTOCOL_ERROR */
guint http1_lax_flags_from_name (const char *name);     /* NULL: none */

/* "status code" as "expect" has it, "message" if there is one, and what holds for every message: UTF-8 without controls,
 * of bounded length, no full stop. */
void http1_assert_error (ConformanceCase *test, guint status, const GError *error);

G_END_DECLS
