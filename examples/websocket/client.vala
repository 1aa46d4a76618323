/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A websocket's client: sends a text and some bytes, and prints what comes back. usage: client-vala [URL]

using Aiohttp;

async void talk (string url) throws GLib.Error {
  var session = new ClientSession ();
  var options = new WebSocketOptions ();
  options.heartbeat = 30; // so that a dead server is noticed
  var socket = yield session.ws_connect (url, options);
  yield socket.send_str ("Hello");
  var text = yield socket.receive_str ();
  yield socket.send_bytes (new Bytes ({ 1, 2, 3 }));
  var back = yield socket.receive_bytes ();
  print ("%s, and %u bytes\n", text, (uint) back.length);
  yield socket.close (WebSocketCloseCode.OK, "That was all");
  print ("closed: %u\n", socket.close_code);
  yield session.close ();
}

int main (string[] args) {
  var loop = new MainLoop ();
  var status = 0;

  talk.begin (args.length > 1 ? args[1] : "ws://127.0.0.1:8080/ws", (source, result) => {
    try {
      talk.end (result);
    } catch (GLib.Error error) {
      printerr ("%s\n", error.message);
      status = 1;
    }
    loop.quit ();
  });
  loop.run ();
  return status;
}
