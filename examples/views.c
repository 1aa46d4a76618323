/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Views: a class for a path, with a function for each method. usage: views [PORT] */

#include <aiohttp-glib/aiohttp.h>

/* What is on the shelf: titles, by their place. */
static GPtrArray *shelf;

/* --- /books --- */

#define LIBRARY_TYPE_BOOKS (library_books_get_type ())
G_DECLARE_FINAL_TYPE (LibraryBooks, library_books, LIBRARY, BOOKS, AiohttpView)

struct _LibraryBooks
{
  AiohttpView parent_instance;
};

G_DEFINE_FINAL_TYPE (LibraryBooks, library_books, AIOHTTP_TYPE_VIEW)

static AiohttpReply *
books_get (AiohttpView *view, GError **error)
{
  g_autofree char *titles = NULL;

  g_ptr_array_add (shelf, NULL);
  titles = g_strjoinv (", ", (char **) shelf->pdata);
  g_ptr_array_set_size (shelf, (int) shelf->len - 1);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, titles));
}

/* Awaits, so it is run as a coroutine. */
static AiohttpReply *
add_book (AiohttpView *view, GError **error)
{
  char *title = aiohttp_request_text (aiohttp_view_get_request (view), error);

  if (title == NULL)
    return NULL;
  g_ptr_array_add (shelf, title);
  return AIOHTTP_REPLY (aiohttp_response_new_text (201, title));
}

static AiohttpReply *
books_post (AiohttpView *view, GError **error)
{
  return aiohttp_view_spawn (view, add_book);
}

static void
library_books_class_init (LibraryBooksClass *klass)
{
  AIOHTTP_VIEW_CLASS (klass)->get = books_get;
  AIOHTTP_VIEW_CLASS (klass)->post = books_post;
}

static void
library_books_init (LibraryBooks *self)
{
}

/* --- /books/{place} --- */

#define LIBRARY_TYPE_BOOK (library_book_get_type ())
G_DECLARE_FINAL_TYPE (LibraryBook, library_book, LIBRARY, BOOK, AiohttpView)

struct _LibraryBook
{
  AiohttpView parent_instance;
};

G_DEFINE_FINAL_TYPE (LibraryBook, library_book, AIOHTTP_TYPE_VIEW)

/* What both methods need. */
static gboolean
book_find (AiohttpView *view, guint *place, GError **error)
{
  const char *text = aiohttp_request_get_match_info (aiohttp_view_get_request (view), "place");

  *place = (guint) g_ascii_strtoull (text, NULL, 10);
  if (*place < shelf->len)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_NOT_FOUND, "no such book");
  return FALSE;
}

static AiohttpReply *
book_get (AiohttpView *view, GError **error)
{
  guint place;

  if (!book_find (view, &place, error))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, g_ptr_array_index (shelf, place)));
}

static AiohttpReply *
book_delete (AiohttpView *view, GError **error)
{
  guint place;

  if (!book_find (view, &place, error))
    return NULL;
  g_ptr_array_remove_index (shelf, place);
  return AIOHTTP_REPLY (aiohttp_response_new (204));
}

static void
library_book_class_init (LibraryBookClass *klass)
{
  AIOHTTP_VIEW_CLASS (klass)->get = book_get;
  AIOHTTP_VIEW_CLASS (klass)->delete_ = book_delete;
}

static void
library_book_init (LibraryBook *self)
{
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  shelf = g_ptr_array_new_with_free_func (g_free);
  if (!aiohttp_router_add_view (router, "/books", LIBRARY_TYPE_BOOKS, &error) ||
      !aiohttp_router_add_view (router, "/books/{place:int}", LIBRARY_TYPE_BOOK, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  g_ptr_array_unref (shelf);
  return error != NULL;
}
