/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
// time in one thread, connects again by itself, and ends with its input. usage: chat-client-vala [NAME [URL [ROOM]]]

using Aiohttp;

class Client {
  ReconnectingWebSocket socket;
  string room;
  int64 last_id; // of what was printed

  Json.Node make_message (string type, string text = "") {
    var message = new VariantDict ();
    message.insert ("type", "s", type);
    message.insert ("room", "s", room);
    message.insert ("text", "s", text);
    return Json.gvariant_serialize (message.end ());
  }

  async void say_lines () throws GLib.Error {
    var lines = new DataInputStream (new UnixInputStream (0, false));
    string? line;
    while ((line = yield lines.read_line_utf8_async (Priority.DEFAULT, null)) != null) {
      try {
        if (line != "")
          yield socket.send_json (make_message ("say", line));
      } catch (GLib.Error error) {
        printerr ("* not said: %s\n", error.message);
      }
    }
  }

  void print_said (Json.Object said) {
    var text = said.get_string_member_with_default ("name", "") + ": " + said.get_string_member_with_default ("text", "");
    var id = said.get_int_member_with_default ("id", 0);
    var harmless = new StringBuilder (); // a terminal obeys control characters
    unichar letter;
    for (var i = 0; text.get_next_char (ref i, out letter);)
      harmless.append_unichar (letter.isprint () ? letter : ' ');
    if (id > last_id) // else it came by the last connection
      print ("%s\n", harmless.str);
    last_id = int64.max (last_id, id);
  }

  void print_message (WebSocketMessage message) throws GLib.Error {
    unowned var gap = message.get_gap ();
    if (gap != null) {
      printerr ("* back after %.1f seconds\n", gap.get_duration ());
      return;
    }
    var value = message.get_json ().get_object ();
    if (value.has_member ("text"))
      print_said (value);
    else if (value.has_member ("messages"))
      value.get_array_member ("messages").foreach_element ((array, index, node) => print_said (node.get_object ()));
  }

  async void print_messages () {
    try {
      WebSocketMessage? message;
      while ((message = yield socket.next ()) != null)
        print_message (message);
    } catch (GLib.Error error) {
      printerr ("* given up: %s\n", error.message);
    }
  }

  public async void chat (string name, string url, string room) throws GLib.Error {
    var session = new ClientSession ();
    this.room = room;
    socket = new ReconnectingWebSocket (session, url + "?name=" + Uri.escape_string (name), null);
    socket.queue_limit = 64 * 1024; // for what is said meanwhile
    socket.opened.connect (connection => connection.send_json.begin (make_message ("join")));
    print_messages.begin ();
    yield say_lines ();
    yield socket.close (WebSocketCloseCode.OK, null);
    yield session.close ();
  }
}

int main (string[] args) {
  var loop = new MainLoop ();
  var client = new Client ();
  var status = 0;

  Intl.setlocale ();
  client.chat.begin (args.length > 1 ? args[1] : Environment.get_user_name (),
    args.length > 2 ? args[2] : "ws://127.0.0.1:8080/ws", args.length > 3 ? args[3] : "lobby", (source, result) => {
      try {
        client.chat.end (result);
      } catch (GLib.Error error) {
        printerr ("%s\n", error.message);
        status = 1;
      }
      loop.quit ();
    });
  loop.run ();
  return status;
}
