/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-file-field.h"
#include "aiohttp-form-field.h"
#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_FORM (aiohttp_form_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpForm, aiohttp_form, AIOHTTP, FORM, GObject)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_form_get (AiohttpForm *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
char **aiohttp_form_dup_all (AiohttpForm *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFormField *aiohttp_form_get_field (AiohttpForm *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFileField *aiohttp_form_get_file (AiohttpForm *self, const char *name);

G_END_DECLS
