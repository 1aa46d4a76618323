/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A websocket that answers each message with itself. usage: echo-vala [PORT]

using Aiohttp;

async WebSocketResponse echo (Request request) throws GLib.Error {
  var response = new WebSocketResponse ();
  var socket = response.accept (request);
  WebSocketMessage? message;
  while ((message = yield socket.next ()) != null)
    yield socket.send_message (message);
  return response;
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    app.get_router ().add_get ("/ws", (request) =>
      Aiohttp.future ((done) => echo.begin (request, done), (result) => echo.end (result)));
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
