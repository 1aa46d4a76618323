/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-field-names-private.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A piece of a buffer, by its distance from the buffer's first byte. */
typedef struct
{
  guint32 offset;
  guint32 length;
} AiohttpSpan;

/* The fields that the library or a usual message names, so that no one compares names twice. 0 is any other. */
typedef enum
{
  AIOHTTP_FIELD_OTHER,
#define AIOHTTP_FIELD_ID(ID, name) AIOHTTP_FIELD_##ID,
  AIOHTTP_FIELD_NAMES (AIOHTTP_FIELD_ID)
#undef AIOHTTP_FIELD_ID
  AIOHTTP_N_FIELDS
} AiohttpFieldId;

/* One field line of a head: spans of the head's bytes, the value without the white space around it. */
typedef struct
{
  AiohttpSpan name;
  AiohttpSpan value;
  guint16 known;  /* AiohttpFieldId */
  guint16 folded; /* TRUE where the value holds line folds (lax responses only), to be read as spaces */
} AiohttpField;

/* The field lines of a message and the bytes that they point into: what all look-ups take. */
typedef struct
{
  const char *base;
  const AiohttpField *fields;
  guint n_fields;
} AiohttpFields;

AiohttpFieldId aiohttp_field_id_lookup (const char *name, gsize length);
const char *aiohttp_field_id_get_name (AiohttpFieldId id);

/* Iterate over the lines of one field: start with *position 0; NULL after the last. */
const AiohttpField *aiohttp_fields_next (const AiohttpFields *fields, AiohttpFieldId id, guint *position);
const AiohttpField *aiohttp_fields_next_named (const AiohttpFields *fields, const char *name, guint *position);

/* The first line's value in place, not terminated; FALSE if there is none. */
gboolean aiohttp_fields_peek (const AiohttpFields *fields, AiohttpFieldId id, const char **value, gsize *length);

/* All lines of `name` joined with ", " (RFC 9110, 5.3), UTF-8; NULL if there is none. */
char *aiohttp_fields_dup (const AiohttpFields *fields, const char *name);
char *aiohttp_fields_dup_id (const AiohttpFields *fields, AiohttpFieldId id);

/* Whether a list-valued field names `token` (lower case), such as "close" in Connection; without case. */
gboolean aiohttp_fields_has_token (const AiohttpFields *fields, AiohttpFieldId id, const char *token);
gboolean aiohttp_field_value_has_token (const char *value, gsize length, const char *token);

/* The next element of a comma-separated list, empty ones skipped, quoted strings respected; FALSE at the end. */
gboolean
aiohttp_field_value_next_element (const char **value, gsize *length, const char **element, gsize *element_length);

SoupMessageHeaders *aiohttp_fields_to_soup (const AiohttpFields *fields, SoupMessageHeadersType type);

/* A field value as text: itself if UTF-8, else taken as Latin-1. */
char *aiohttp_field_value_to_utf8 (const char *value, gsize length);

G_END_DECLS
