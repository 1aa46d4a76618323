/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"
#include "aiohttp-trace-config.h"

/* What a session tells of its requests. */

/**
 * aiohttp_client_session_add_trace_config:
 * @self: a client session
 * @config: whom to tell
 *
 * Lets @config tell of the requests to come. Several sessions may have the same.
 *
 * aiohttp: `ClientSession(trace_configs=…)`
 *
 * Since: 0.1
 */
void
aiohttp_client_session_add_trace_config (AiohttpClientSession *self, AiohttpTraceConfig *config)
{
  AiohttpClientDefaults *defaults;
  GPtrArray *configs;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (AIOHTTP_IS_TRACE_CONFIG (config));

  /* requests under way share the one before */
  defaults = aiohttp_client_session_get_defaults (self);
  configs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; defaults->trace_configs != NULL && i < defaults->trace_configs->len; i++)
    g_ptr_array_add (configs, g_object_ref (defaults->trace_configs->pdata[i]));
  g_ptr_array_add (configs, g_object_ref (config));
  g_clear_pointer (&defaults->trace_configs, g_ptr_array_unref);
  defaults->trace_configs = configs;
}

/**
 * aiohttp_client_session_get_record_timings:
 * @self: a client session
 *
 * Tells whether it is taken down where the time of requests goes.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_get_record_timings (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return aiohttp_client_session_get_defaults (self)->record_timings;
}

/**
 * aiohttp_client_session_set_record_timings:
 * @self: a client session
 * @record_timings: whether to do so
 *
 * Sets whether it is taken down where the time of the requests to come goes, for
 * [method@Aiohttp.ClientResponse.get_timings]. It is not unless this says so.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_record_timings (AiohttpClientSession *self, gboolean record_timings)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  aiohttp_client_session_get_defaults (self)->record_timings = !!record_timings;
}
