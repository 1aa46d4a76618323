/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Forms, uploads and streamed bodies. usage: forms-vala [PORT]

using Aiohttp;

async Response form (Request request) throws GLib.Error {
  var data = yield request.post ();
  var tags = new Json.Array ();
  foreach (unowned var tag in data.dup_all ("tag"))
    tags.add_string_element (tag);
  var answer = new Json.Object ();
  answer.set_string_member ("title", data.get ("title"));
  answer.set_array_member ("tags", tags);
  var node = new Json.Node (Json.NodeType.OBJECT);
  node.set_object (answer);
  return new Response.json (200, node);
}

async Response upload (Request request) throws GLib.Error {
  var data = yield request.post ();
  unowned var picture = data.get_file ("picture");
  var content = yield new StreamReader (picture.open ()).read (-1);
  return new Response.text (200, "%s: %llu bytes, %u read".printf (picture.get_filename (), picture.get_size (),
    (uint) content.get_size ()));
}

async Response parts (Request request) throws GLib.Error {
  var reader = request.multipart ();
  var sizes = new Json.Object ();
  BodyPartReader? part;
  while ((part = yield reader.next ()) != null)
    sizes.set_int_member (part.get_name (), (yield part.read ()).get_size ());
  var node = new Json.Node (Json.NodeType.OBJECT);
  node.set_object (sizes);
  return new Response.json (200, node);
}

async Response lines (Request request) throws GLib.Error {
  var count = 0;
  while ((yield request.get_content ().readline ()).get_size () > 0)
    count++;
  return new Response.text (200, @"$count lines, $(request.get_cookie ("session") ?? "no session")");
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    router.add_post ("/form", (request) =>
      Aiohttp.future ((done) => form.begin (request, done), (result) => form.end (result)));
    router.add_post ("/upload", (request) =>
      Aiohttp.future ((done) => upload.begin (request, done), (result) => upload.end (result)));
    router.add_post ("/parts", (request) =>
      Aiohttp.future ((done) => parts.begin (request, done), (result) => parts.end (result)));
    router.add_post ("/lines", (request) =>
      Aiohttp.future ((done) => lines.begin (request, done), (result) => lines.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
