/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Middlewares in their forms: a class with before and after, a function that awaits the rest, one for a route alone, and
// one that is ready-made. usage: middleware-vala [PORT]

using Aiohttp;

// Counts requests, and says so in each response, whoever answers.
class Counter : Middleware {
  uint count = 0;

  public override Reply? before (Request request) throws GLib.Error {
    count++;
    return null;
  }

  public override void after (Request request, StreamResponse response) {
    try {
      if (!response.is_sent ())
        response.set_header ("X-Count", count.to_string ());
    } catch (GLib.Error error) {
      warning ("%s", error.message);
    }
  }
}

// Awaits what is inside of it.
async StreamResponse explain_errors (Request request, Next next) throws GLib.Error {
  var response = yield next.await (request);
  if (response.get_status () != 404)
    return response;
  return new Response.text (404, "there is no " + request.get_path ());
}

// Answers by itself, or has the rest answer.
Reply ask_who (Request request, Next next) throws GLib.Error {
  if (request.get_header ("Authorization") == null)
    return new Response.text (401, "who are you?");
  return next.call (request);
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    app.add_middleware (new Counter ());
    app.add_middleware_func ((request, next) =>
      Aiohttp.future ((done) => explain_errors.begin (request, next, done), (result) => explain_errors.end (result)));
    app.add_middleware (new NormalizePathMiddleware ());
    unowned var router = app.get_router ();
    router.add_get ("/", (request) => new Response.text (200, "the shop"));
    router.add_get ("/shelf/", (request) => new Response.text (200, "a shelf"));
    unowned var office = router.add_get ("/office", (request) => new Response.text (200, "the office"));
    office.add_middleware (new Middleware.for_func (ask_who));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
