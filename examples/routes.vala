/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Routes: parameters of every kind, a name and the URLs that are built by it. usage: routes-vala [PORT]

using Aiohttp;

Reply say (string text) {
  return new Response.text (200, text);
}

Reply show_home (Request request) throws GLib.Error {
  var values = new HashTable<string, string> (str_hash, str_equal);
  var query = new HashTable<string, string> (str_hash, str_equal);
  values["id"] = "5";
  query["tab"] = "posts & more";
  return say ("see " + request.get_app ().get_router ().url_for ("user", values, query));
}

async Response add_user (Request request) throws GLib.Error {
  return new Response.text (201, yield request.text ());
}

Reply show_report (Request request) throws GLib.Error {
  return say (@"report of $(request.get_match_info ("year")) as $(request.get_match_info ("type"))");
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_get ("/", show_home);
    router.add_post ("/users", (request) =>
      Aiohttp.future ((done) => add_user.begin (request, done), (result) => add_user.end (result)));
    router.add_get ("/users/{id:int}", (request) => say ("user " + request.get_match_info ("id"))).set_name ("user");
    router.add_get ("/users/{name}", (request) => say ("a user called " + request.get_match_info ("name")));
    router.add_get ("/reports/{year:[0-9]+}.{type:csv|pdf}", show_report);
    router.add_get ("/files/{path:*}", (request) => say ("file " + request.get_match_info ("path")));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
