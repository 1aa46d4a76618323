/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Bodies that are made while they go out: `curl -N http://127.0.0.1:8080/count`, /numbers, /source and /digest.
// usage: streaming-vala [PORT]

using Aiohttp;

// A handler that writes: each write waits while the client is slow.
async StreamResponse count (Request request) throws GLib.Error {
  var response = new StreamResponse (200);
  response.set_header ("Content-Type", "text/plain");
  yield response.prepare (request);
  for (var number = 1; number <= 3; number++) {
    yield response.write (@"$number\n".data);
    yield Aiohttp.sleep (0.1);
  }
  return response;
}

async StreamResponse numbers (Request request) throws GLib.Error {
  var response = new StreamResponse (200);
  yield response.prepare (request);
  for (var number = 0; number < 10000; number++)
    yield response.write (@"$number\n".data);
  return response;
}

// Any GLib.InputStream.
Reply source (string path) throws GLib.Error {
  var stream = File.new_for_path (path).read ();
  return new StreamResponse.from_stream (200, stream, -1, "application/octet-stream");
}

// A trailer says what is known only at the end.
async StreamResponse digest (Request request) throws GLib.Error {
  var response = new StreamResponse (200);
  response.set_trailer ("X-Sha256", "unknown");
  yield response.prepare (request);
  var checksum = new Checksum (ChecksumType.SHA256);
  for (var i = 0; i < 10; i++) {
    checksum.update ("chunk\n".data, 6);
    yield response.write ("chunk\n".data);
  }
  response.set_trailer ("X-Sha256", checksum.get_string ());
  return response;
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_get ("/count", (request) =>
      Aiohttp.future ((done) => count.begin (request, done), (result) => count.end (result)));
    router.add_get ("/numbers", (request) =>
      Aiohttp.future ((done) => numbers.begin (request, done), (result) => numbers.end (result)));
    router.add_get ("/source", (request) => source (args[0]));
    router.add_get ("/digest", (request) =>
      Aiohttp.future ((done) => digest.begin (request, done), (result) => digest.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
