/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request.h"
#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_ACCESS_LOGGER (aiohttp_access_logger_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpAccessLogger, aiohttp_access_logger, AIOHTTP, ACCESS_LOGGER, GObject)

/**
 * AiohttpAccessLoggerClass:
 * @parent_class: the parent class
 * @log: tells of one answer; it runs on the main stack, so it must not await
 *
 * The class of an [class@Aiohttp.AccessLogger].
 *
 * Since: 0.1
 */
struct _AiohttpAccessLoggerClass
{
  GObjectClass parent_class;

  /**
   * AiohttpAccessLoggerClass::log:
   * @self: a logger
   * @request: (nullable): the request, or %NULL where none could be read
   * @response: the response, of which all was given to the connection
   * @seconds: the time from the end of the request's head to the end of its response
   *
   * Tells of one answer.
   *
   * Since: 0.1
   */
  void (*log) (AiohttpAccessLogger *self, AiohttpRequest *request, AiohttpStreamResponse *response, double seconds);

  /*< private >*/
  gpointer padding[4];
};

AIOHTTP_AVAILABLE_IN_ALL
AiohttpAccessLogger *aiohttp_access_logger_new (const char *format, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_access_logger_get_format (AiohttpAccessLogger *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_access_logger_log (AiohttpAccessLogger *self, AiohttpRequest *request, AiohttpStreamResponse *response,
                                double seconds);
AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_access_logger_format_line (AiohttpAccessLogger *self, AiohttpRequest *request,
                                         AiohttpStreamResponse *response, double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
