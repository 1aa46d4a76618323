/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Follows what a server tells, through restarts and lost connections. usage: follow-vala [URL]

using Aiohttp;

async void follow (string url) throws GLib.Error {
  var session = new ClientSession ();
  var options = new WebSocketOptions ();
  options.heartbeat = 30; // so that a dead server is noticed
  var feed = new ReconnectingWebSocket (session, url, options);
  feed.initial_delay = 0.1;
  WebSocketMessage? message;
  while ((message = yield feed.next ()) != null) {
    var gap = message.get_gap ();
    if (gap != null)
      print ("-- connected again, after the close code %u\n", gap.get_close_code ());
    else
      print ("%s\n", message.get_text ());
  }
  yield session.close ();
}

int main (string[] args) {
  var loop = new MainLoop ();
  var status = 0;

  follow.begin (args.length > 1 ? args[1] : "ws://127.0.0.1:8080/ws", (source, result) => {
    try {
      follow.end (result);
    } catch (GLib.Error error) {
      printerr ("%s\n", error.message);
      status = 1;
    }
    loop.quit ();
  });
  loop.run ();
  return status;
}
