/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* WebSockets in Vala, both sides. */

using Aiohttp;

class Echo {
  WebSocketResponse response;

  public Reply handle (Request request) throws Error {
    response = new WebSocketResponse ();
    response.protocols = { "echo" };
    var socket = response.accept (request);

    socket.message.connect (message => socket.send_message.begin (message));
    return response;
  }
}

async void talk () throws Error {
  var app = new Aiohttp.Application ();
  var echo = new Echo ();
  app.get_router ().add_get ("/ws", echo.handle);
  var server = new TestServer (app);
  yield server.start ();

  var session = new ClientSession ();
  var options = new WebSocketOptions ();
  options.protocols = { "echo" };
  options.compress = 15;
  var socket = yield session.ws_connect (server.make_url ("/ws"), options);
  assert (socket.protocol == "echo");
  yield socket.send_str ("hello");
  assert ((yield socket.receive_str ()) == "hello");
  yield socket.send_bytes (new Bytes ({ 0, 255 }));
  assert ((yield socket.receive_bytes ()).length == 2);
  var writer = socket.begin_message (WebSocketMessageType.TEXT, WebSocketCompression.DEFAULT);
  yield writer.write (new Bytes ("in ".data));
  yield writer.write (new Bytes ("parts".data));
  yield writer.write_eof ();
  var message = yield socket.next ();
  assert (message.get_text () == "in parts");
  try {
    yield socket.send_bytes (new Bytes ({ 1 }));
    yield socket.receive_str ();
    assert_not_reached ();
  } catch (WebSocketError.MESSAGE_TYPE error) {
  }
  assert (yield socket.close (WebSocketCloseCode.OK, null));
  assert ((yield socket.next ()) == null);
  assert (socket.close_code == 1000);
  yield session.close ();
  yield server.stop ();
}

int main () {
  var loop = new MainLoop ();
  var works = false;

  talk.begin ((source, result) => {
    try {
      talk.end (result);
      works = true;
    } catch (Error error) {
      print ("# %s\n", error.message);
    }
    loop.quit ();
  });
  loop.run ();
  print ("%s 1 talk\n1..1\n", works ? "ok" : "not ok");
  return works ? 0 : 1;
}
