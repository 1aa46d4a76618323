/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

/* Servers as the system has them, each in a folder and on a port of its own, on loopback. They end with the test. */
typedef struct _InteropServer InteropServer;

/* NULL: it is not installed. What is installed but does not start fails the test. */
InteropServer *interop_httpbin_new (void);
/* @certificate_file: with its key; @certificate_file may be NULL for no TLS */
InteropServer *interop_nginx_new (const char *certificate_file);
InteropServer *interop_tinyproxy_new (const char *user, const char *password);
void interop_server_free (InteropServer *self);

guint16 interop_server_get_port (InteropServer *self);
guint16 interop_server_get_tls_port (InteropServer *self);
char *interop_server_make_url (InteropServer *self, const char *path);
/* Of nginx: where it takes its files from. */
const char *interop_server_get_folder (InteropServer *self);
/* What it has logged. */
char *interop_server_dup_log (InteropServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InteropServer, interop_server_free)
