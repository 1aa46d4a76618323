/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

/* Certificates made for the test that runs, each in a PEM file with its private key behind it, in a folder that
 * tls_test_clear() removes. */

/* Who signs the others: its file is what is to be trusted. */
const char *tls_test_authority (void);

/* Of @host, a name or an address, signed by the authority; another one each time. */
char *tls_test_certificate (const char *host);

/* One that has expired. */
char *tls_test_expired (const char *host);

/* Of a client. */
char *tls_test_client (const char *name);

/* Of @host, and signed by itself. */
char *tls_test_self_signed (const char *host);

/* SHA-256 of the certificate in @file. */
char *tls_test_fingerprint (const char *file);

void tls_test_clear (void);
