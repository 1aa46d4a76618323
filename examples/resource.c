/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A GObject as a resource of JSON: resource [PORT]. GET gives it; PUT replaces it, and a member that does not fit is a 400
 * that names it. */

#include <aiohttp-glib/aiohttp.h>

#define TYPE_BOOK (book_get_type ())

G_DECLARE_FINAL_TYPE (Book, book, EXAMPLE, BOOK, GObject)

struct _Book
{
  GObject parent_instance;

  char *title;
  int pages;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PAGES,
};

G_DEFINE_FINAL_TYPE (Book, book, G_TYPE_OBJECT)

static void
book_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  Book *self = EXAMPLE_BOOK (object);

  if (id == PROP_TITLE)
    g_value_set_string (value, self->title);
  else if (id == PROP_PAGES)
    g_value_set_int (value, self->pages);
}

static void
book_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  Book *self = EXAMPLE_BOOK (object);

  if (id == PROP_TITLE)
    {
      g_free (self->title);
      self->title = g_value_dup_string (value);
    }
  else if (id == PROP_PAGES)
    self->pages = g_value_get_int (value);
}

static void
book_finalize (GObject *object)
{
  g_free (EXAMPLE_BOOK (object)->title);
  G_OBJECT_CLASS (book_parent_class)->finalize (object);
}

static void
book_class_init (BookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = book_get_property;
  object_class->set_property = book_set_property;
  object_class->finalize = book_finalize;
  g_object_class_install_property (object_class, PROP_TITLE, g_param_spec_string ("title", NULL, NULL, NULL, flags));
  g_object_class_install_property (object_class, PROP_PAGES,
                                   g_param_spec_int ("pages", NULL, NULL, 1, 10000, 1, flags));
}

static void
book_init (Book *self)
{
  self->pages = 1;
}

static Book *book;

static AiohttpReply *
get_book (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_json_object (200, G_OBJECT (book)));
}

static AiohttpReply *
put_book (AiohttpRequest *request, gpointer user_data, GError **error)
{
  GObject *sent = aiohttp_request_json_object (request, TYPE_BOOK, error);

  if (sent == NULL)
    return NULL;
  g_clear_object (&book);
  book = EXAMPLE_BOOK (sent);
  return get_book (request, user_data, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  guint16 port = argc > 1 ? (guint16) g_ascii_strtoull (argv[1], NULL, 10) : 8080;
  g_autoptr (GError) error = NULL;
  int status = 0;

  book = g_object_new (TYPE_BOOK, "title", "The Castle", "pages", 300, NULL);
  if (!aiohttp_router_add_get (router, "/book", get_book, NULL, NULL, &error) ||
      !aiohttp_router_add_put (router, "/book", put_book, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", port, &error))
    {
      g_printerr ("%s\n", error->message);
      status = 1;
    }
  g_clear_object (&book);
  return status;
}
