/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-debug-private.h"

#include <dlfcn.h>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAVE_BACKTRACE 1
#else
#define HAVE_BACKTRACE 0
#endif

#if __has_include(<sys/auxv.h>)
#include <sys/auxv.h>
#endif

/* Debug mode: where objects were made, what they are called, and the messages that tell of them. Time is measured in
 * aiohttp-debug-time.c. */

/* Frames kept of where an object was made, and those shown of them. */
#define MAX_FRAMES       32
#define MAX_SHOWN_FRAMES 12

typedef struct
{
  char *text; /* from the stack function; NULL where there is none */
  int n_frames;
  void *frames[];
} Origin;

typedef struct
{
  AiohttpDebugStackFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  GThread *thread; /* the only one in which a binding can be called */
} StackFunc;

int aiohttp_debug_count;

static gboolean is_default;

static GMutex stack_func_lock;
static StackFunc *stack_func; /* a g_atomic_rc_box */

static G_DEFINE_QUARK (aiohttp - debug - origin, origin)
static G_DEFINE_QUARK (aiohttp - debug - name, name)

__attribute__ ((constructor)) static void
read_environment (void)
{
  const char *value = g_getenv ("AIOHTTP_DEBUG");

  if (value != NULL && *value != '\0' && !g_str_equal (value, "0"))
    {
      is_default = TRUE;
      aiohttp_debug_count = 1;
    }
}

gboolean
aiohttp_debug_is_default (void)
{
  return is_default;
}

static void
stack_func_free (gpointer data)
{
  StackFunc *self = data;

  if (self->notify != NULL)
    self->notify (self->user_data);
}

static void
stack_func_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, stack_func_free);
}

static StackFunc *
stack_func_acquire (void)
{
  StackFunc *self = NULL;

  g_mutex_lock (&stack_func_lock);
  if (stack_func != NULL && stack_func->thread == g_thread_self ())
    self = g_atomic_rc_box_acquire (stack_func);
  g_mutex_unlock (&stack_func_lock);
  return self;
}

typedef struct
{
  StackFunc *func;
  char *text;
} AskStack;

static void
ask_stack (gpointer data)
{
  AskStack *ask = data;

  ask->text = ask->func->func (ask->func->user_data);
  stack_func_release (ask->func);
}

#if HAVE_BACKTRACE
static const void *
base_of (gconstpointer address)
{
  Dl_info info;

  return dladdr (address, &info) != 0 ? info.dli_fbase : NULL;
}

/* NULL where the library is linked into the program. */
static const void *
library_base (void)
{
  const void *base = base_of ((gconstpointer) aiohttp_debug_mark);

#ifdef AT_PHDR
  if (base == base_of ((gconstpointer) getauxval (AT_PHDR)))
    return NULL;
#endif
  return base;
}

/* How many of the innermost frames are those of making an object, and of the library itself. */
static int
count_own_frames (void *const *frames, int n)
{
  const void *gobject = base_of ((gconstpointer) g_object_new);
  const void *library = library_base ();
  int i = 0;
  int found;

  while (i < n && i < 8 && base_of (frames[i]) != gobject)
    i++;
  found = i < n && i < 8 ? i : 2;
  for (i = found; i < n && base_of (frames[i]) == gobject; i++)
    ;
  while (library != NULL && i < n && (base_of (frames[i]) == library || base_of (frames[i]) == gobject))
    i++;
  return i < n ? i : MIN (found, n);
}

static char *
describe_frames (void *const *frames, int n)
{
  GString *text = g_string_new (NULL);
  int first = count_own_frames (frames, n);
  int shown = MIN (n - first, MAX_SHOWN_FRAMES);
  char **symbols = backtrace_symbols (frames + first, shown);

  for (int i = 0; symbols != NULL && i < shown; i++)
    g_string_append_printf (text, "%s  %s", i > 0 ? "\n" : "", symbols[i]);
  free (symbols);
  return g_string_free (text, FALSE);
}
#endif

static void
origin_free (gpointer data)
{
  Origin *self = data;

  g_free (self->text);
  g_free (self);
}

void
aiohttp_debug_mark (gpointer object)
{
  void *frames[MAX_FRAMES];
  int n = 0;
  Origin *origin;
  AskStack ask = { stack_func_acquire (), NULL };

  if (ask.func != NULL)
    aiohttp_call_out (ask_stack, &ask);
#if HAVE_BACKTRACE
  if (ask.text == NULL)
    n = backtrace (frames, MAX_FRAMES);
#endif
  origin = g_malloc (sizeof *origin + (gsize) n * sizeof (void *));
  origin->text = ask.text;
  origin->n_frames = n;
  for (int i = 0; i < n; i++)
    origin->frames[i] = frames[i];
  g_object_set_qdata_full (object, origin_quark (), origin, origin_free);
}

void
aiohttp_debug_copy_mark (gpointer from, gpointer to)
{
  const Origin *origin = g_object_get_qdata (from, origin_quark ());
  Origin *copy;

  if (origin == NULL)
    return;
  copy = g_memdup2 (origin, sizeof *origin + (gsize) origin->n_frames * sizeof (void *));
  copy->text = g_strdup (origin->text);
  g_object_set_qdata_full (to, origin_quark (), copy, origin_free);
}

void
aiohttp_debug_unmark (gpointer object)
{
  g_object_set_qdata (object, origin_quark (), NULL);
}

char *
aiohttp_debug_dup_origin (gpointer object)
{
  const Origin *origin = g_object_get_qdata (object, origin_quark ());

  if (origin == NULL)
    return NULL;
#if HAVE_BACKTRACE
  if (origin->text == NULL)
    return describe_frames (origin->frames, origin->n_frames);
#endif
  return g_strdup (origin->text != NULL ? origin->text : "  (unknown)");
}

char *
aiohttp_debug_describe_function (gconstpointer func)
{
  Dl_info info;

  if (dladdr (func, &info) != 0 && info.dli_sname != NULL && info.dli_saddr == func)
    return g_strdup_printf ("%s()", info.dli_sname);
  if (dladdr (func, &info) != 0 && info.dli_fname != NULL)
    return g_strdup_printf ("%s(+0x%" G_GSIZE_MODIFIER "x)", info.dli_fname, (gsize) func - (gsize) info.dli_fbase);
  return g_strdup_printf ("%p", func);
}

typedef struct
{
  GLogLevelFlags level;
  const char *kind;
  const char *origin;
  const char *message;
} Message;

/* A log writer may be a binding's. */
static void
log_message (gpointer data)
{
  const Message *message = data;

  if (message->origin != NULL)
    g_log_structured (G_LOG_DOMAIN, message->level, "AIOHTTP_DEBUG", message->kind, "AIOHTTP_CREATED_AT",
                      message->origin, "MESSAGE", "%s\nCreated at (innermost call first):\n%s", message->message,
                      message->origin);
  else
    g_log_structured (G_LOG_DOMAIN, message->level, "AIOHTTP_DEBUG", message->kind, "MESSAGE", "%s", message->message);
}

void
aiohttp_debug_log (GLogLevelFlags level, const char *kind, const char *origin, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;
  Message message = { level, kind, origin, NULL };

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  message.message = text;
  aiohttp_call_out (log_message, &message);
}

void
aiohttp_debug_unclosed (gpointer object, const char *what)
{
  g_autofree char *origin = aiohttp_debug_dup_origin (object);
  g_autofree char *description = NULL;

  if (origin == NULL)
    return;
  aiohttp_debug_unmark (object);
  description = aiohttp_debug_describe (object);
  aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_UNCLOSED, origin, "Unclosed %s: %s", what, description);
}

/**
 * aiohttp_debug_set_stack_func:
 * @func: (nullable) (scope notified) (closure user_data) (destroy notify): the function, or %NULL for none
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when the function is replaced
 *
 * Sets the function that tells where an object is made, for debug mode's messages.
 *
 * It is what a language binding is to call, since the C stack says little about a script. It is called in this very
 * thread only, on the main stack, for each object that is made while an event loop is in debug mode.
 *
 * Since: 0.1
 */
void
aiohttp_debug_set_stack_func (AiohttpDebugStackFunc func, gpointer user_data, GDestroyNotify notify)
{
  StackFunc *fresh = NULL;
  StackFunc *before;

  if (func != NULL)
    {
      fresh = g_atomic_rc_box_new0 (StackFunc);
      fresh->func = func;
      fresh->user_data = user_data;
      fresh->notify = notify;
      fresh->thread = g_thread_self ();
    }
  g_mutex_lock (&stack_func_lock);
  before = stack_func;
  stack_func = fresh;
  g_mutex_unlock (&stack_func_lock);
  if (before != NULL)
    aiohttp_call_out (stack_func_release, before);
}

/**
 * aiohttp_debug_set_name:
 * @object: any object: a lock, a queue, a session
 * @name: (nullable): the name, or %NULL for none
 *
 * Names an object for whoever reads debug mode's messages. Nothing else depends on the name.
 *
 * Since: 0.1
 */
void
aiohttp_debug_set_name (GObject *object, const char *name)
{
  g_return_if_fail (G_IS_OBJECT (object));

  g_object_set_qdata_full (object, name_quark (), g_strdup (name), g_free);
}

/**
 * aiohttp_debug_get_name:
 * @object: any object
 *
 * Gets the name that [func@Aiohttp.debug_set_name] gave an object.
 *
 * Returns: (transfer none) (nullable): the name, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_debug_get_name (GObject *object)
{
  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  return g_object_get_qdata (object, name_quark ());
}

/**
 * aiohttp_debug_describe:
 * @object: any object
 *
 * Describes an object as debug mode's messages do: its type, its name if it has one, and its address.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
char *
aiohttp_debug_describe (GObject *object)
{
  const char *name;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  name = g_object_get_qdata (object, name_quark ());
  return name != NULL ? g_strdup_printf ("%s “%s” (%p)", G_OBJECT_TYPE_NAME (object), name, (void *) object)
                      : g_strdup_printf ("%s (%p)", G_OBJECT_TYPE_NAME (object), (void *) object);
}
