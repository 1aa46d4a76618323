/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What server_table.py expects, in Vala.

using Aiohttp;

bool cancelled = false;

Reply text (string text) {
  return new Response.text (200, text);
}

async void nap (uint milliseconds) {
  Timeout.add (milliseconds, nap.callback);
  yield;
}

Reply custom (Request request) throws GLib.Error {
  var response = new Response.text (201, "made");
  response.set_status (201, "Really Made");
  response.set_header ("X-Made", "yes");
  return response;
}

async Response echo (Request request) throws GLib.Error {
  return new Response.bytes (200, yield request.read (), null);
}

async Response increment (Request request) throws GLib.Error {
  var node = yield request.json ();
  var number = node.get_object ().get_int_member ("n");
  return new Response.json (200, Json.from_string (@"{\"n\": $(number + 1)}"));
}

async Response small (Request request) throws GLib.Error {
  yield request.read ();
  return new Response.text (200, "read");
}

async Response late (Request request) throws GLib.Error {
  yield nap (10);
  return new Response.text (200, "late");
}

async Response async_missing_book (Request request) throws GLib.Error {
  yield nap (1);
  throw new HttpError.NOT_FOUND ("no such book");
}

async Response async_crash (Request request) throws GLib.Error {
  yield nap (1);
  throw new IOError.FAILED ("secret");
}

async Response forever (Request request) throws GLib.Error {
  while (!request.get_cancellable ().is_cancelled ())
    yield nap (5);
  cancelled = true;
  return new Response.text (200, "too late");
}

Reply wrong_future (Request request) throws GLib.Error {
  var future = new Future ();
  future.set_object (new Aiohttp.Application ());
  return future;
}

Reply later (Request request) throws GLib.Error {
  var future = new Future ();
  Timeout.add (5, () => {
    future.set_object (new Response.text (200, "from a future"));
    return Source.REMOVE;
  });
  return future;
}

async StreamResponse stream (Request request) throws GLib.Error {
  var response = new StreamResponse (200);
  response.set_header ("X-Made", "yes");
  response.set_trailer ("X-Sum", "?");
  yield response.prepare (request);
  yield response.write ("Hello, ".data);
  yield nap (1);
  yield response.write_bytes (new Bytes ("Wörld!".data));
  response.set_trailer ("X-Sum", "14");
  yield response.write_eof ();
  return response;
}

async StreamResponse events (Request request) throws GLib.Error {
  var response = new EventStream () {
    ping_interval = 5
  };
  yield response.prepare (request);
  yield response.send ("four", "e", (int.parse (response.get_last_event_id ()) + 1).to_string ());
  return response;
}

Reply cookies (Request request) throws GLib.Error {
  var response = new Response.text (200, "Hello");
  response.set_cookie ("a", "1", new CookieOptions () {
    max_age = 60, http_only = true, same_site = "Lax"
  });
  response.del_cookie ("b");
  response.set_etag (new ETag ("v1", false));
  return response;
}

Reply compressed (Request request) throws GLib.Error {
  var response = new Response.text (200, string.nfill (1000, 'x'));
  response.enable_compression (null);
  return response;
}

void add_routes (Router router) throws GLib.Error {
  router.add_get ("/", (request) => text ("Hello"));
  router.add_get ("/hello/{name}", (request) => text ("Hello, " + request.get_match_info ("name")));
  router.add_get ("/query", (request) => text (@"$(request.query_get ("a")) $(request.query_get ("b"))"));
  router.add_get ("/header", (request) => text (request.get_header ("x-test")));
  router.add_get ("/json", (request) => new Response.json (200, Json.from_string ("""{"a": [1, 2], "b": null}""")));
  router.add_get ("/custom", custom);
  router.add_post ("/echo", (request) =>
    Aiohttp.future ((done) => echo.begin (request, done), (result) => echo.end (result)));
  router.add_post ("/increment", (request) =>
    Aiohttp.future ((done) => increment.begin (request, done), (result) => increment.end (result)));
  router.add_post ("/small", (request) =>
    Aiohttp.future ((done) => small.begin (request, done), (result) => small.end (result)));
  router.add_get ("/async", (request) =>
    Aiohttp.future ((done) => late.begin (request, done), (result) => late.end (result)));
  router.add_get ("/missing-book", (request) => {
    throw new HttpError.NOT_FOUND ("no such book");
  });
  router.add_get ("/async-missing-book", (request) =>
    Aiohttp.future ((done) => async_missing_book.begin (request, done), (result) => async_missing_book.end (result)));
  router.add_get ("/crash", (request) => {
    throw new IOError.FAILED ("secret");
  });
  router.add_get ("/async-crash", (request) =>
    Aiohttp.future ((done) => async_crash.begin (request, done), (result) => async_crash.end (result)));
  router.add_get ("/wrong-future", wrong_future);
  router.add_get ("/dropped-future", (request) => new Future ());
  router.add_get ("/future", later);
  router.add_get ("/forever", (request) =>
    Aiohttp.future ((done) => forever.begin (request, done), (result) => forever.end (result)));
  router.add_get ("/stream", (request) =>
    Aiohttp.future ((done) => stream.begin (request, done), (result) => stream.end (result)));
  router.add_get ("/events", (request) =>
    Aiohttp.future ((done) => events.begin (request, done), (result) => events.end (result)));
  router.add_get ("/cookies", cookies);
  router.add_get ("/compressed", compressed);
  router.add_get ("/redirect", (request) => new Response.redirect (303, "/"));
  router.add_get ("/was-cancelled", (request) => text (cancelled ? "yes" : "no"));
}

int main () {
  try {
    var app = new Aiohttp.Application ();
    app.set_client_max_size (15000);
    add_routes (app.get_router ());
    run_app (app, "127.0.0.1", 0);
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
