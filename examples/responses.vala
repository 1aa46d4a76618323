/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a handler can answer with. usage: responses-vala [PORT]

using Aiohttp;

Reply text (Request request) throws GLib.Error {
  var response = new Response.text (200, "Hello");
  response.set_header ("Cache-Control", "max-age=60");
  response.enable_compression (null);
  return response;
}

Reply json (Request request) throws GLib.Error {
  return new Response.json_text (200, "{\"answer\":42}");
}

Reply redirect (Request request) throws GLib.Error {
  return new Response.redirect (303, "/text");
}

Reply book (Request request) throws GLib.Error {
  throw new HttpError.NOT_FOUND ("no such book");
}

Reply sign_in (Request request) throws GLib.Error {
  var response = new Response.text (200, "Welcome");
  response.set_cookie ("session", "4711", new CookieOptions () {
    max_age = 3600, http_only = true, same_site = "Lax"
  });
  return response;
}

async Response hints (Request request) throws GLib.Error {
  request.send_early_hints ({"</style.css>; rel=preload; as=style"});
  yield Aiohttp.sleep (0.01);
  return new Response.text (200, "the page that needs it");
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_get ("/text", text);
    router.add_get ("/json", json);
    router.add_get ("/redirect", redirect);
    router.add_get ("/book", book);
    router.add_get ("/sign-in", sign_in);
    router.add_get ("/hints", (request) =>
      Aiohttp.future ((done) => hints.begin (request, done), (result) => hints.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
