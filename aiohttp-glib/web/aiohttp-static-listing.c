/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-static-listing-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiohttp-open-below-private.h"
#include "aiohttp-url-private.h"

typedef struct
{
  char *name;
  gboolean is_directory;
  gint64 size;
  gint64 modified; /* seconds */
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->name);
}

/* Directories first. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a;
  const Entry *other = b;

  if (one->is_directory != other->is_directory)
    return one->is_directory ? -1 : 1;
  return strcmp (one->name, other->name);
}

/* Whether it would be found if somebody asked for it, and what it is then. */
static gboolean
find_target (const AiohttpStaticListing *self, int root, const char *name, struct stat *status)
{
  g_autofree char *path = *self->path != '\0' ? g_build_filename (self->path, name, NULL) : g_strdup (name);
  int fd = aiohttp_open_below (root, path, self->symlinks, O_PATH, FALSE);
  gboolean works = fd >= 0 && fstat (fd, status) == 0;

  if (fd >= 0)
    close (fd);
  return works;
}

static gboolean
is_shown (const AiohttpStaticListing *self, int root, int directory, const char *name, struct stat *status)
{
  if (g_str_equal (name, ".") || g_str_equal (name, "..") || (name[0] == '.' && !self->show_hidden))
    return FALSE;
  /* Paths of requests are UTF-8. */
  if (!g_utf8_validate (name, -1, NULL) || fstatat (directory, name, status, AT_SYMLINK_NOFOLLOW) < 0)
    return FALSE;
  if (S_ISLNK (status->st_mode) && !find_target (self, root, name, status))
    return FALSE;
  return S_ISREG (status->st_mode) || S_ISDIR (status->st_mode);
}

/* FALSE: there are more than are shown. */
static gboolean
read_entries (const AiohttpStaticListing *self, int root, DIR *directory, GArray *entries)
{
  struct dirent *found;

  while ((found = readdir (directory)) != NULL)
    {
      struct stat status;
      Entry entry;

      if (!is_shown (self, root, dirfd (directory), found->d_name, &status))
        continue;
      if (entries->len == AIOHTTP_STATIC_LISTING_MAX)
        return FALSE;
      entry = (Entry){ g_strdup (found->d_name), S_ISDIR (status.st_mode), status.st_size, status.st_mtim.tv_sec };
      g_array_append_val (entries, entry);
    }
  return TRUE;
}

static void
append_text (GString *page, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (page, escaped);
}

/* "./" before it, so that no name is taken for a scheme. */
static void
append_entry (GString *page, const Entry *entry)
{
  g_autofree char *href = aiohttp_url_encode_path (entry->name, -1, FALSE);
  g_autofree char *safe_href = g_markup_escape_text (href, -1);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (entry->modified);
  g_autofree char *time = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : NULL;
  const char *slash = entry->is_directory ? "/" : "";

  g_string_append_printf (page, "<tr><td><a href=\"./%s%s\">", safe_href, slash);
  append_text (page, entry->name);
  g_string_append_printf (page, "%s</a></td><td>", slash);
  if (!entry->is_directory)
    g_string_append_printf (page, "%" G_GINT64_FORMAT, entry->size);
  g_string_append_printf (page, "</td><td>%s</td></tr>\n", time != NULL ? time : "");
}

#define STYLE                                                                                                          \
  "body{font-family:sans-serif;margin:2em}td{padding:.1em 1em .1em 0}"                                                 \
  "td:nth-child(2){text-align:right;font-variant-numeric:tabular-nums}"

static GString *
make_page (const AiohttpStaticListing *self, GArray *entries, gboolean all)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Index of ");

  append_text (page, self->title);
  g_string_append (page, "</title>\n<style>" STYLE "</style>\n</head>\n<body>\n<h1>Index of ");
  append_text (page, self->title);
  g_string_append (page, "</h1>\n<table>\n");
  if (*self->path != '\0')
    g_string_append (page, "<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
  for (guint i = 0; i < entries->len; i++)
    append_entry (page, &g_array_index (entries, Entry, i));
  g_string_append (page, "</table>\n");
  if (!all)
    g_string_append_printf (page, "<p>There are more than these %d.</p>\n", AIOHTTP_STATIC_LISTING_MAX);
  g_string_append (page, "</body>\n</html>\n");
  return page;
}

static DIR *
open_directory (const AiohttpStaticListing *self, int root)
{
  int fd = aiohttp_open_below (root, self->path, self->symlinks, O_RDONLY | O_DIRECTORY, FALSE);
  DIR *directory = fd >= 0 ? fdopendir (fd) : NULL;

  if (directory == NULL && fd >= 0)
    close (fd);
  return directory;
}

gboolean
aiohttp_static_listing_run (GValue *result, gpointer listing, GError **error)
{
  AiohttpStaticListing *self = listing;
  int root = aiohttp_open_own (self->root, O_PATH | O_DIRECTORY, FALSE);
  DIR *directory = root >= 0 ? open_directory (self, root) : NULL;

  self->code = errno;
  if (directory != NULL)
    {
      g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
      gboolean all;

      g_array_set_clear_func (entries, entry_clear);
      all = read_entries (self, root, directory, entries);
      g_array_sort (entries, compare_entries);
      self->page = make_page (self, entries, all);
      closedir (directory);
    }
  if (root >= 0)
    close (root);
  return TRUE;
}
