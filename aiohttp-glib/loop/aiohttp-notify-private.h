/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* To be called in the class_init of every class with properties that change: `notify` then runs on the main stack,
 * also when a coroutine has set the property, since its handlers may be those of a binding. */
void aiohttp_object_class_notify_on_main_stack (GObjectClass *klass);

G_END_DECLS
