/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Applications in applications: one below a prefix, one behind a host, items that they share, and something that is set
// up for all of them. usage: sub-apps-vala [PORT]

using Aiohttp;

Reply show_site (Request request) throws GLib.Error {
  unowned var app = request.get_app ();
  return new Response.text (200, app.lookup_item ("title").get_string () + ", " +
    app.lookup_item ("database").get_string ());
}

Reply list_users (Request request) throws GLib.Error {
  return new Response.text (200, "Ada, Bob");
}

// Runs for the requests of its own application only.
Reply ask_who (Request request, Next next) throws GLib.Error {
  if (request.get_header ("Authorization") == null)
    return new Response.text (401, "who are you?");
  return next.call (request);
}

// Set up before the first request, taken down after the last.
async Object? with_database (Aiohttp.Application app, CleanupContext context) throws GLib.Error {
  app.set_item ("database", "a database");
  yield context.wait ();
  print ("the database is closed\n");
  return null;
}

Aiohttp.Application make_app (string title, string path, owned HandlerFunc handler) throws GLib.Error {
  var app = new Aiohttp.Application ();
  app.set_item ("title", title);
  app.get_router ().add_get ("/", show_site);
  app.get_router ().add_get (path, (owned) handler);
  return app;
}

int main (string[] args) {
  try {
    var app = make_app ("the site", "/about", show_site);
    app.add_cleanup_context ((app, context) =>
      Aiohttp.future ((done) => with_database.begin (app, context, done), (result) => with_database.end (result)));
    var admin = make_app ("the office", "/users", list_users);
    admin.add_middleware_func (ask_who);
    app.add_subapp ("/admin", admin);
    app.add_domain ("api.*", make_app ("the API", "/users", list_users));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
