/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-file-field.h"
#include "aiohttp-form-field.h"
#include "aiohttp-spool-private.h"

G_BEGIN_DECLS

struct _AiohttpFormField
{
  GObject parent_instance;

  char *name;
  char *text;
  GBytes *bytes;
  char *content_type;
  SoupMessageHeaders *headers;
};

struct _AiohttpFormFieldClass
{
  GObjectClass parent_class;
};

/* Takes name and text. */
AiohttpFormField *aiohttp_form_field_new_text (char *name, char *text);
/* What a part of a form has in its headers; `text` (taken) may be NULL, `bytes` not. */
AiohttpFormField *aiohttp_form_field_new_part (const char *name, char *text, GBytes *bytes, const char *content_type,
                                               SoupMessageHeaders *headers);

AiohttpFileField *aiohttp_file_field_new (const char *name, const char *filename, const char *content_type,
                                          SoupMessageHeaders *headers, AiohttpSpool *spool);

G_END_DECLS
