/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Views: a class for a path, with a method for each of HTTP's. usage: views-vala [PORT]

using Aiohttp;

GenericArray<string> shelf;

class Books : View {
  public override Reply get () throws GLib.Error {
    return new Response.text (200, string.joinv (", ", shelf.data));
  }

  async Response add () throws GLib.Error {
    var title = yield request.text ();
    shelf.add (title);
    return new Response.text (201, title);
  }

  public override Reply post () throws GLib.Error {
    return Aiohttp.future ((done) => add.begin (done), (result) => add.end (result));
  }
}

class Book : View {
  int find () throws GLib.Error {
    var place = int.parse (request.get_match_info ("place"));
    if (place >= shelf.length)
      throw new HttpError.NOT_FOUND ("no such book");
    return place;
  }

  public override Reply get () throws GLib.Error {
    return new Response.text (200, shelf[find ()]);
  }

  public override Reply delete () throws GLib.Error {
    shelf.remove_index (find ());
    return new Response (204);
  }
}

int main (string[] args) {
  shelf = new GenericArray<string> ();
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_view ("/books", typeof (Books));
    router.add_view ("/books/{place:int}", typeof (Book));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
