/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
// time in one thread, and ends with its input, or with the server. usage: chat-client-vala [NAME [URL [ROOM]]]

using Aiohttp;

class Client {
  WebSocket socket;
  string room;
  Cancellable cancellable = new Cancellable ();

  async void send (string type, string text = "") throws GLib.Error {
    var message = new VariantDict ();
    message.insert ("type", "s", type);
    message.insert ("room", "s", room);
    message.insert ("text", "s", text);
    yield socket.send_json (Json.gvariant_serialize (message.end ()));
  }

  async void say_lines () {
    var lines = new DataInputStream (new UnixInputStream (0, false));
    try {
      string? line;
      while ((line = yield lines.read_line_utf8_async (Priority.DEFAULT, cancellable)) != null)
        if (line != "")
          yield send ("say", line);
      yield socket.close (WebSocketCloseCode.OK, null);
    } catch (IOError.CANCELLED error) {
    } catch (GLib.Error error) {
      printerr ("%s\n", error.message);
    }
  }

  static void print_said (Json.Object said) {
    var text = said.get_string_member_with_default ("name", "") + ": " + said.get_string_member_with_default ("text", "");
    var harmless = new StringBuilder (); // a terminal obeys control characters
    unichar letter;
    for (var i = 0; text.get_next_char (ref i, out letter);)
      harmless.append_unichar (letter.isprint () ? letter : ' ');
    print ("%s\n", harmless.str);
  }

  public async uint chat (string name, string url, string room) throws GLib.Error {
    var session = new ClientSession ();
    this.room = room;
    socket = yield session.ws_connect (url + "?name=" + Uri.escape_string (name), null);
    yield send ("join");
    say_lines.begin ();
    WebSocketMessage? message;
    while ((message = yield socket.next ()) != null) {
      var value = message.get_json ().get_object ();
      if (value.has_member ("text"))
        print_said (value);
      else if (value.has_member ("messages"))
        value.get_array_member ("messages").foreach_element ((array, index, node) => print_said (node.get_object ()));
    }
    cancellable.cancel (); // it may wait for a line
    yield socket.close (WebSocketCloseCode.OK, null); // until it is closed
    yield session.close ();
    return socket.close_code;
  }
}

int main (string[] args) {
  var loop = new MainLoop ();
  var client = new Client ();
  uint code = 0;

  Intl.setlocale ();
  client.chat.begin (args.length > 1 ? args[1] : Environment.get_user_name (),
    args.length > 2 ? args[2] : "ws://127.0.0.1:8080/ws", args.length > 3 ? args[3] : "lobby", (source, result) => {
      try {
        code = client.chat.end (result);
        if (code != WebSocketCloseCode.OK)
          printerr ("closed: %u\n", code);
      } catch (GLib.Error error) {
        printerr ("%s\n", error.message);
      }
      loop.quit ();
    });
  loop.run ();
  return code == WebSocketCloseCode.OK ? 0 : 1;
}
