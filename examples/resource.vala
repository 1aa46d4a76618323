/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A GObject as a resource of JSON. GET gives it; PUT replaces it, and a member that does not fit is a 400 that names it.
// usage: resource-vala [PORT]

using Aiohttp;

class Book : Object {
  public string title { get; set; }
  public int pages { get; set; default = 1; }
}

Book book;

Response get_book () {
  return new Response.json_object (200, book);
}

async Response put_book (Request request) throws GLib.Error {
  book = (Book) yield request.json_object (typeof (Book));
  return get_book ();
}

int main (string[] args) {
  book = new Book () {
    title = "The Castle", pages = 300
  };
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_get ("/book", (request) => get_book ());
    router.add_put ("/book", (request) =>
      Aiohttp.future ((done) => put_book.begin (request, done), (result) => put_book.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
