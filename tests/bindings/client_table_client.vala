/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What client_table.py expects, in Vala.

using Aiohttp;

string url;

void show (string name, string result) {
  print ("%s\t%s\n", name, result);
}

string text_of (Bytes bytes) {
  return ((string) bytes.get_data ()).substring (0, (long) bytes.get_size ());
}

void show_error (string name, GLib.Error error) {
  show (name, @"error $(error.domain.to_string ()) $(error.code)");
}

RequestOptions with_header (string name, string value) throws GLib.Error {
  var options = new RequestOptions ();
  options.append_header (name, value);
  return options;
}

async string get_text (ClientSession session, string path, RequestOptions? options = null) throws GLib.Error {
  var response = yield session.get (url + path, options);
  return yield response.text ();
}

async void failure (string name, ClientSession session, string address, RequestOptions? options = null) {
  try {
    var response = yield session.get (address, options);
    if (name == "content-type")
      yield response.json ();
    else
      yield response.read ();
    show (name, "no error");
  } catch (GLib.Error error) {
    show_error (name, error);
  }
}

uint16 unused_port () throws GLib.Error {
  var listener = new SocketListener ();
  var port = listener.add_any_inet_port (null);
  listener.close ();
  return port;
}

async void good (ClientSession session) throws GLib.Error {
  var response = yield session.get (url + "/text");
  show ("text", @"$(response.get_status ()) $(response.get_reason ()) $(yield response.text ())");
  var options = new RequestOptions ();
  options.add_param ("name", "a b");
  show ("params", yield get_text (session, "/params?x=1", options));
  show ("headers", yield get_text (session, "/headers", with_header ("X-Request", "no")));
  response = yield session.get (url + "/json");
  var generator = new Json.Generator ();
  generator.root = yield response.json ();
  show ("json", generator.to_data (null).replace (":", ": ").replace (",", ", "));
  options = new RequestOptions ();
  options.set_text ("some text");
  show ("post-text", yield (yield session.post (url + "/post", options)).text ());
  options = new RequestOptions ();
  options.set_body (new Bytes ({ 1, 2, 3 }));
  show ("post-bytes", yield (yield session.put (url + "/post", options)).text ());
  options = new RequestOptions ();
  options.set_json (Json.from_string ("{\"n\": 1}"));
  show ("post-json", yield (yield session.post (url + "/post", options)).text ());
  show ("gzip", yield get_text (session, "/gzip"));
  response = yield session.get (url + "/digits");
  var first = yield response.get_content ().read (10);
  var rest = yield response.get_content ().read (-1);
  show ("read-10", @"$(text_of (first)) and $(rest.get_size ()) more");
  response = yield session.get (url + "/lines");
  string[] lines = {};
  for (var line = yield response.get_content ().readline (); line.get_size () > 0;
       line = yield response.get_content ().readline ())
    lines += text_of (line).strip ();
  show ("lines", string.joinv ("|", lines));
  response = yield session.get (url + "/redirect");
  show ("history", @"$(response.get_status ()) $(response.get_url ().replace (url, "")), " +
        @"$(response.get_history ().length) before");
  response = yield session.get (url + "/nowhere");
  show ("not-found", @"$(response.get_status ()) $(response.get_reason ()) $(yield response.text ())");
}

async void run () throws GLib.Error {
  var session = new ClientSession ();
  session.append_header ("X-Session", "yes");
  yield good (session);

  var options = new RequestOptions ();
  options.set_raise_for_status (true);
  yield failure ("raise-for-status", session, url + "/nowhere", options);
  yield failure ("content-type", session, url + "/text");
  yield failure ("truncated", session, url + "/truncated");
  yield failure ("refused", session, @"http://127.0.0.1:$(unused_port ())/");
  yield failure ("invalid-url", session, "http://");
  yield failure ("non-http-url", session, "ftp://127.0.0.1/");
  options = new RequestOptions ();
  options.set_timeout (0.1);
  yield failure ("timeout", session, url + "/slow", options);
  var cancellable = new Cancellable ();
  Timeout.add (50, () => {
    cancellable.cancel ();
    return Source.REMOVE;
  });
  try {
    yield session.get (url + "/slow", null, cancellable);
  } catch (IOError.CANCELLED error) {
    show ("cancelled", "cancelled");
  }
  var response = yield session.get (url + "/text");
  show ("after-cancel", @"$(response.get_status ())");
  response = null;
  yield session.close ();
  try {
    yield session.get (url);
  } catch (GLib.Error error) {
    show ("closed", "closed");
  }
}

int main (string[] args) {
  Intl.setlocale ();
  url = args[1];
  var loop = new MainLoop ();
  var status = 0;
  run.begin ((source, result) => {
    try {
      run.end (result);
    } catch (GLib.Error error) {
      printerr ("%s\n", error.message);
      status = 1;
    }
    loop.quit ();
  });
  loop.run ();
  return status;
}
