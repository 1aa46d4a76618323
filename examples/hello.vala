/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A web server with four routes. usage: hello-vala [PORT]

using Aiohttp;

Reply hello (Request request) throws GLib.Error {
  unowned var name = request.get_match_info ("name") ?? "Anonymous";
  return new Response.text (200, "Hello, " + name);
}

Reply json (Request request) throws GLib.Error {
  var node = Json.from_string ("""{"message": "Hello", "languages": ["C", "Vala", "Python", "JavaScript"]}""");
  return new Response.json (200, node);
}

async Response echo (Request request) throws GLib.Error {
  var body = yield request.read ();
  return new Response.bytes (200, body, request.get_content_type ());
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_get ("/", hello);
    router.add_get ("/json", json);
    router.add_get ("/{name}", hello);
    router.add_post ("/echo", (request) => Aiohttp.future ((done) => echo.begin (request, done), (result) => echo.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
