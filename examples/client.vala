/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A web client, to be pointed at one of the hello servers. usage: client-vala [URL]

int64 shown_at;

void show (Aiohttp.ClientResponse response, string body) {
  var took = get_monotonic_time () - shown_at;
  print ("%s %s -> %u %s, %s, %.1f ms\n  %s\n", response.get_method (), response.get_url (), response.get_status (),
         response.get_reason (), response.get_content_type (), took / 1e3, body);
  shown_at = get_monotonic_time ();
}

string text (Bytes bytes) {
  return ((string) bytes.get_data ()).substring (0, (long) bytes.get_size ());
}

async void fetch (string url) throws Error {
  var session = new Aiohttp.ClientSession ();
  session.set_header ("User-Agent", "client.vala");
  shown_at = get_monotonic_time ();

  var response = yield session.get (url + "/");
  assert (response.get_status () == 200);
  show (response, yield response.text ());

  var options = new Aiohttp.RequestOptions ();
  options.add_param ("lang", "en");
  response = yield session.get (url + "/world", options);
  var first = yield response.get_content ().read (10);
  var rest = yield response.get_content ().read (-1);
  show (response, @"\"$(text (first))\", then \"$(text (rest))\"");

  response = yield session.get (url + "/json");
  show (response, Json.to_string (yield response.json (), false));

  options = new Aiohttp.RequestOptions ();
  options.set_text ("round and round");
  response = yield session.post (url + "/echo", options);
  show (response, yield response.text ());

  yield session.close ();
}

int main (string[] args) {
  Intl.setlocale ();
  var loop = new MainLoop ();
  var status = 0;
  fetch.begin (args.length > 1 ? args[1] : "http://127.0.0.1:8080", (source, result) => {
    try {
      fetch.end (result);
    } catch (Error error) {
      printerr ("%s\n", error.message);
      status = 1;
    }
    loop.quit ();
  });
  loop.run ();
  return status;
}
