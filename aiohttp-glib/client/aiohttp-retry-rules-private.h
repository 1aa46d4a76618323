/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 9110, 9.2.2, and what says of itself that it may be sent twice: an Idempotency-Key. */
gboolean aiohttp_retry_is_idempotent (const char *method, const char *idempotency_key);

/* Seconds to wait before attempt `attempt` + 1, after `attempt` have failed (1 is the first): twice as long each time,
 * from `base` to `max`, less a random part (`random`, 0 to 1) of the share `jitter` of it. */
double aiohttp_retry_get_delay (guint attempt, double base, double max, double jitter, double random);

/* RFC 9110, 10.2.3: seconds, or a date; -1 for what is neither. `now` in seconds since 1970. */
gint64 aiohttp_retry_parse_after (const char *value, gint64 now);

/* Errors that another attempt may not meet. */
gboolean aiohttp_retry_is_transient (const GError *error);
/* Those of them in which nothing has reached the server: any method may be sent again. */
gboolean aiohttp_retry_is_unsent (const GError *error);

G_END_DECLS
