/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-access-logger.h"
#include "aiohttp-access-logger-private.h"

#include <time.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-private.h"

/**
 * AiohttpAccessLogger:
 *
 * Is told of each answer of a server whose [property@Aiohttp.WebServer:access-logger] it is, instead of the lines on
 * standard error.
 *
 * As it is, it logs by GLib's structured logging: a message of the level `INFO` and the domain `aiohttp.access`, its text
 * by [property@Aiohttp.AccessLogger:format], with the fields `AIOHTTP_REMOTE`, `AIOHTTP_METHOD`, `AIOHTTP_TARGET`,
 * `AIOHTTP_STATUS`, `AIOHTTP_BODY_SIZE` and `AIOHTTP_DURATION` (microseconds), which the journal keeps as its own. GLib
 * shows messages of this level where `G_MESSAGES_DEBUG` asks for the domain, or where the program's log writer does.
 *
 * A class of one's own overrides the `log` vfunc, in any language. What it does takes time from the answers, so it should
 * not wait for anything.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpAccessLogger) logger = aiohttp_access_logger_new ("%a %r %s %D", error);
 *
 * if (logger == NULL)
 *   return FALSE;
 * g_object_set (aiohttp_app_runner_get_server (runner), "access-log", TRUE, "access-logger", logger, NULL);
 * ]|
 *
 * With worker threads it is called from each of them.
 *
 * aiohttp: `AbstractAccessLogger`
 *
 * Since: 0.1
 */

#define MAX_SHOWN 1024

typedef struct
{
  char *text;
  AiohttpAccessLogFormat *format;
} AiohttpAccessLoggerPrivate;

enum
{
  PROP_0,
  PROP_FORMAT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Of the thread that is in aiohttp_access_logger_tell(). */
static _Thread_local const AiohttpAccessLogEntry *current_entry;

G_DEFINE_TYPE_WITH_PRIVATE (AiohttpAccessLogger, aiohttp_access_logger, G_TYPE_OBJECT)

static AiohttpAccessLoggerPrivate *
get_private (AiohttpAccessLogger *self)
{
  return aiohttp_access_logger_get_instance_private (self);
}

static AiohttpAccessLogEntry
make_entry (AiohttpRequest *request, AiohttpStreamResponse *response, double seconds)
{
  AiohttpAccessLogEntry entry = { 0 };

  if (current_entry != NULL && current_entry->response == response)
    return *current_entry;
  entry.response = response;
  entry.status = aiohttp_stream_response_get_status (response);
  entry.duration = (gint64) (seconds * G_USEC_PER_SEC);
  if (request != NULL)
    {
      entry.remote = aiohttp_request_get_remote (request);
      entry.head = aiohttp_request_is_readable (request) ? request->head : NULL;
    }
  return entry;
}

static void
add_field (GPtrArray *texts, GArray *fields, const char *key, char *value /* taken */)
{
  GLogField field = { key, value, -1 };

  g_ptr_array_add (texts, value);
  g_array_append_val (fields, field);
}

static void
aiohttp_access_logger_real_log (AiohttpAccessLogger *self, AiohttpRequest *request, AiohttpStreamResponse *response,
                                double seconds)
{
  const AiohttpAccessLogEntry entry = make_entry (request, response, seconds);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (GLogField));

  add_field (texts, fields, "MESSAGE", aiohttp_access_logger_format_line (self, request, response, seconds));
  add_field (texts, fields, "PRIORITY", g_strdup ("6"));
  add_field (texts, fields, "GLIB_DOMAIN", g_strdup ("aiohttp.access"));
  add_field (texts, fields, "AIOHTTP_STATUS", g_strdup_printf ("%u", entry.status));
  add_field (texts, fields, "AIOHTTP_BODY_SIZE", g_strdup_printf ("%" G_GUINT64_FORMAT, entry.body_length));
  add_field (texts, fields, "AIOHTTP_DURATION", g_strdup_printf ("%" G_GINT64_FORMAT, entry.duration));
  if (entry.remote != NULL)
    add_field (texts, fields, "AIOHTTP_REMOTE", g_strdup (entry.remote));
  if (entry.head != NULL)
    {
      const AiohttpHttp1Head *head = entry.head;

      add_field (texts, fields, "AIOHTTP_METHOD", g_strndup (head->base + head->method.offset, head->method.length));
      add_field (texts, fields, "AIOHTTP_TARGET",
                 aiohttp_chars_escape (head->base + head->target.offset, head->target.length, MAX_SHOWN));
    }
  g_log_structured_array (G_LOG_LEVEL_INFO, (const GLogField *) (gpointer) fields->data, fields->len);
}

static gboolean
set_format (AiohttpAccessLogger *self, const char *text, GError **error)
{
  AiohttpAccessLoggerPrivate *priv = get_private (self);
  AiohttpAccessLogFormat *format;

  if (text == NULL)
    text = AIOHTTP_ACCESS_LOG_FORMAT;
  format = aiohttp_access_log_format_new (text, error);
  if (format == NULL)
    return FALSE;
  g_clear_pointer (&priv->format, aiohttp_access_log_format_free);
  priv->format = format;
  g_free (priv->text);
  priv->text = g_strdup (text);
  return TRUE;
}

static void
aiohttp_access_logger_finalize (GObject *object)
{
  AiohttpAccessLoggerPrivate *priv = get_private (AIOHTTP_ACCESS_LOGGER (object));

  g_clear_pointer (&priv->format, aiohttp_access_log_format_free);
  g_free (priv->text);
  G_OBJECT_CLASS (aiohttp_access_logger_parent_class)->finalize (object);
}

static void
aiohttp_access_logger_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FORMAT)
    g_value_set_string (value, get_private (AIOHTTP_ACCESS_LOGGER (object))->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
aiohttp_access_logger_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_autoptr (GError) error = NULL;

  if (id != PROP_FORMAT)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (!set_format (AIOHTTP_ACCESS_LOGGER (object), g_value_get_string (value), &error))
    {
      g_critical ("%s", error->message);
      set_format (AIOHTTP_ACCESS_LOGGER (object), NULL, NULL);
    }
}

static void
aiohttp_access_logger_class_init (AiohttpAccessLoggerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_access_logger_finalize;
  object_class->get_property = aiohttp_access_logger_get_property;
  object_class->set_property = aiohttp_access_logger_set_property;
  klass->log = aiohttp_access_logger_real_log;

  /**
   * AiohttpAccessLogger:format: (getter get_format)
   *
   * How a line looks, in aiohttp's atoms: `%%` a percent sign, `%a` the client's address, `%t` the time, `%P` the process,
   * `%r` the request line, `%s` the status, `%b` the bytes of the body, `%T` the seconds that it took, `%Tf` with their
   * parts, `%D` in microseconds, `%{name}i` a header of the request, `%{name}o` one of the response, and `%{name}e` an
   * environment variable as it was when the format was set. The default is
   * `%a %t "%r" %s %b "%{Referer}i" "%{User-Agent}i"`.
   *
   * Since: 0.1
   */
  properties[PROP_FORMAT] = g_param_spec_string ("format", NULL, NULL, AIOHTTP_ACCESS_LOG_FORMAT,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_access_logger_init (AiohttpAccessLogger *self)
{
}

void
aiohttp_access_logger_tell (AiohttpAccessLogger *self, AiohttpRequest *request, const AiohttpAccessLogEntry *entry)
{
  const AiohttpAccessLogEntry *before = current_entry;

  current_entry = entry;
  AIOHTTP_ACCESS_LOGGER_GET_CLASS (self)->log (self, request, entry->response,
                                               (double) entry->duration / G_USEC_PER_SEC);
  current_entry = before;
}

/**
 * aiohttp_access_logger_new:
 * @format: (nullable): how a line looks, as [property@Aiohttp.AccessLogger:format] tells; %NULL for the default
 * @error: return location of the error
 *
 * Makes a logger that uses GLib's structured logging.
 *
 * Returns: (transfer full): the logger; %NULL with %AIOHTTP_ERROR_INVALID_PATTERN for a format that cannot be read
 *
 * Since: 0.1
 */
AiohttpAccessLogger *
aiohttp_access_logger_new (const char *format, GError **error)
{
  g_autoptr (AiohttpAccessLogFormat) check = NULL;

  check = aiohttp_access_log_format_new (format != NULL ? format : AIOHTTP_ACCESS_LOG_FORMAT, error);
  if (check == NULL)
    return NULL;
  return g_object_new (AIOHTTP_TYPE_ACCESS_LOGGER, "format", format, NULL);
}

/**
 * aiohttp_access_logger_get_format:
 * @self: a logger
 *
 * Gets how a line looks.
 *
 * Returns: the format
 *
 * Since: 0.1
 */
const char *
aiohttp_access_logger_get_format (AiohttpAccessLogger *self)
{
  g_return_val_if_fail (AIOHTTP_IS_ACCESS_LOGGER (self), NULL);

  return get_private (self)->text;
}

/**
 * aiohttp_access_logger_log: (virtual log)
 * @self: a logger
 * @request: (nullable): the request, or %NULL where none could be read
 * @response: the response, of which all was given to the connection
 * @seconds: the time from the end of the request's head to the end of its response
 *
 * Tells of one answer. The server calls it; a class of one's own does to fall back to what its parent does.
 *
 * Since: 0.1
 */
void
aiohttp_access_logger_log (AiohttpAccessLogger *self, AiohttpRequest *request, AiohttpStreamResponse *response,
                           double seconds)
{
  g_return_if_fail (AIOHTTP_IS_ACCESS_LOGGER (self));
  g_return_if_fail (request == NULL || AIOHTTP_IS_REQUEST (request));
  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (response));

  AIOHTTP_ACCESS_LOGGER_GET_CLASS (self)->log (self, request, response, seconds);
}

/**
 * aiohttp_access_logger_format_line:
 * @self: a logger
 * @request: (nullable): the request
 * @response: the response
 * @seconds: the time that it took
 *
 * Makes the text of one answer by the logger's format. What the client sent is escaped in it, and bounded: no client can
 * forge a line, or move a terminal's cursor. The bytes of the body are known while the server calls the logger, else 0.
 *
 * Returns: (transfer full): the text, without an end of line
 *
 * Since: 0.1
 */
char *
aiohttp_access_logger_format_line (AiohttpAccessLogger *self, AiohttpRequest *request, AiohttpStreamResponse *response,
                                   double seconds)
{
  AiohttpByteBuffer buffer = AIOHTTP_BYTE_BUFFER_INIT;
  AiohttpAccessLogEntry entry;
  char time_text[32];
  char *line;

  g_return_val_if_fail (AIOHTTP_IS_ACCESS_LOGGER (self), NULL);
  g_return_val_if_fail (request == NULL || AIOHTTP_IS_REQUEST (request), NULL);
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (response), NULL);

  entry = make_entry (request, response, seconds);
  aiohttp_access_log_format_time (time_text, (gint64) time (NULL));
  aiohttp_access_log_format_append (get_private (self)->format, &buffer, &entry, time_text);
  line = g_strndup ((const char *) aiohttp_byte_buffer_data (&buffer), aiohttp_byte_buffer_length (&buffer));
  aiohttp_byte_buffer_clear (&buffer);
  return line;
}
