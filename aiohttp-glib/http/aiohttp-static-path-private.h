/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a path as it was sent, from behind the slash of the directory that it is looked for in. What comes out has no
 * empty segment, no ".", no ".." and no slash that was encoded, so it names nothing above that directory as text; symbolic
 * links are for who opens it. "" is the directory itself. *slash: it ends in one, and so asks for a directory.
 *
 * FALSE: no file can have this name, or it begins with a dot and `hidden` is not set. */
gboolean aiohttp_static_path_parse (const char *sent, gsize length, gboolean hidden, GString *path, gboolean *slash);

G_END_DECLS
