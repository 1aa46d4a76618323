/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the ends of quoted-strings (RFC 9110, 5.6.4) in one text. What was looked at in vain is not looked at again, so
 * that a text full of quotes without an end costs no more than its length, wherever the caller resumes. */
typedef struct
{
  const char *text;
  const char *end;
  guint8 *hopeless; /* a bit for each place from which no closing quote can be reached */
} AiohttpQuotes;

#define AIOHTTP_QUOTES_INIT(text, length)                                                                              \
  {                                                                                                                    \
    (text), (text) + (length), NULL                                                                                    \
  }

/* The first octet behind the string whose opening quote is at `p`; NULL if it does not end. */
const char *aiohttp_quotes_find_end (AiohttpQuotes *self, const char *p);
void aiohttp_quotes_clear (AiohttpQuotes *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpQuotes, aiohttp_quotes_clear)

/* One parameter, `name=token` or `name="quoted"`, in place. */
typedef struct
{
  const char *name;
  gsize name_length;
  const char *value; /* with its quotes */
  gsize value_length;
} AiohttpParam;

/* Reads the parameter at `p`: the first octet behind it, or NULL if there is none. White space may stand around "=". */
const char *aiohttp_param_read (AiohttpQuotes *quotes, const char *p, AiohttpParam *param);

/* What a value stands for: without its quotes and their escapes. A backslash escapes a quote and a backslash; before
 * anything else it is itself, as the path of a file that an old browser sends has it. Not checked to be UTF-8. */
char *aiohttp_param_dup_value (const AiohttpParam *param);

/* The value of one parameter of a media type or its like, the first of that name, as UTF-8; NULL if there is none. */
char *aiohttp_params_dup (const char *field_value, const char *name);

/* charset'language'percent-encoded (RFC 8187, 3.2.1) as UTF-8; NULL where it is none, or no text in its charset. */
char *aiohttp_param_decode_extended (const char *value);

G_END_DECLS
