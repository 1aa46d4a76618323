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

/* A transport of one's own, which only knows names. */
class Names : Object, WebSocketHubTransport {
  public string[] present = {};
  public uint n_published = 0;

  public void attach (WebSocketHub hub) {
  }

  public void detach (WebSocketHub hub) {
  }

  public void publish (WebSocketHub hub, string group, WebSocketMessageType type, Bytes payload) {
    n_published++;
  }

  public void add_presence (WebSocketHub hub, string group, string name) {
    present += name;
  }

  public void remove_presence (WebSocketHub hub, string group, string name) {
  }

  public string[]? dup_presence (string group) {
    return present;
  }
}

class Room {
  public WebSocketHub hub;
  public Names names = new Names ();

  public Room () {
    hub = new WebSocketHub (names);
  }

  public Reply handle (Request request) throws Error {
    var response = new WebSocketResponse ();
    var socket = response.accept (request);

    hub.join ("room", socket, request.get_query_string ().substring (5));
    socket.message.connect ((message) => {
      try {
        hub.broadcast_str ("room", message.get_text (), null);
      } catch (Error error) {
        print ("# %s\n", error.message);
      }
    });
    return response;
  }
}

async void chat () throws Error {
  var app = new Aiohttp.Application ();
  var room = new Room ();
  app.get_router ().add_get ("/room", room.handle);
  var server = new TestServer (app);
  yield server.start ();
  var session = new ClientSession ();
  var ann = yield session.ws_connect (server.make_url ("/room?name=ann"), null);
  yield ann.send_str ("one");
  assert ((yield ann.receive_str ()) == "one");
  var bob = yield session.ws_connect (server.make_url ("/room?name=bob"), null);
  yield bob.send_str ("two");
  assert ((yield ann.receive_str ()) == "two");
  assert ((yield bob.receive_str ()) == "two");
  assert (room.hub.count ("room") == 2);
  assert (room.hub.dup_members ("room").length == 2);
  assert (string.joinv (" ", room.hub.dup_presence ("room")) == "ann bob");
  assert (room.names.n_published == 2);
  yield ann.close (WebSocketCloseCode.OK, null);
  yield bob.close (WebSocketCloseCode.OK, null);
  yield session.close ();
  yield server.stop ();
}

/* Two connections, of which the first one is lost. */
class Flaky {
  uint count = 0;

  public Reply handle (Request request) throws Error {
    var response = new WebSocketResponse ();
    var socket = response.accept (request);

    socket.send_str.begin ("hello %u".printf (count));
    socket.close.begin (count++ == 0 ? WebSocketCloseCode.SERVICE_RESTART : WebSocketCloseCode.OK, "restart");
    return response;
  }
}

async void reconnect () throws Error {
  var app = new Aiohttp.Application ();
  var flaky = new Flaky ();
  app.get_router ().add_get ("/", flaky.handle);
  var server = new TestServer (app);
  yield server.start ();
  var session = new ClientSession ();
  var socket = new ReconnectingWebSocket (session, server.make_url ("/"), null);
  socket.initial_delay = 0.01;
  uint n_decided = 0;
  socket.decide.connect ((gap) => {
    n_decided++;
    return ReconnectingDecision.DEFAULT;
  });
  assert ((yield socket.next ()).get_text () == "hello 0");
  var message = yield socket.next ();
  assert (message.get_message_type () == WebSocketMessageType.GAP);
  var gap = message.get_gap ();
  assert (gap.get_close_code () == WebSocketCloseCode.SERVICE_RESTART && gap.get_close_reason () == "restart");
  assert (gap.get_n_attempts () == 1 && gap.get_duration () > 0 && gap.get_lost_at () != null);
  assert ((yield socket.next ()).get_text () == "hello 1");
  assert ((yield socket.next ()) == null);
  assert (socket.state == ReconnectingState.CLOSED && n_decided == 2);
  try {
    yield socket.send_str ("late");
    assert_not_reached ();
  } catch (WebSocketError.CLOSED error) {
  }
  assert (!(yield socket.close (WebSocketCloseCode.OK, null)));
  yield session.close ();
  yield server.stop ();
}

async void run (MainLoop loop) {
  try {
    yield talk ();
    print ("ok 1 talk\n");
    yield chat ();
    print ("ok 2 hub\n");
    yield reconnect ();
    print ("ok 3 reconnecting\n");
  } catch (Error error) {
    print ("not ok %s\n", error.message);
  }
  loop.quit ();
}

int main () {
  var loop = new MainLoop ();

  print ("1..3\n");
  run.begin (loop);
  loop.run ();
  return 0;
}
