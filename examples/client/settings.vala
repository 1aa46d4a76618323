/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a session settles for all of its requests: where to, who asks, how long, and by how many connections.
// usage: client-settings-vala URL

Aiohttp.ClientSession make_session (string base_url) throws Error {
  var connector = (Aiohttp.Connector) Object.new (typeof (Aiohttp.TcpConnector), "limit", 20, "limit-per-host", 4,
    "keepalive-timeout", 30.0);
  var session = new Aiohttp.ClientSession.with_connector (connector);
  session.set_base_url (base_url + "/api/");
  session.set_header ("User-Agent", "settings/1.0");
  session.params = "key=k";
  session.authorization = Aiohttp.encode_basic_auth ("ann", "s3cret");
  session.client_timeout = (Aiohttp.ClientTimeout) Object.new (typeof (Aiohttp.ClientTimeout),
    "total", 60.0, "connect", 10.0, "sock-connect", 5.0, "sock-read", 20.0);
  session.max_redirects = 5;
  session.max_body_size = 10000000;
  return session;
}

async void run (string base_url) throws Error {
  var session = make_session (base_url);
  var options = new Aiohttp.RequestOptions ();
  options.add_param ("page", "2");
  var response = yield session.get ("settings", options);
  print ("%s\n", yield response.text ());
  options = new Aiohttp.RequestOptions ();
  options.timeout = 0.1;
  try {
    yield session.get ("slow", options);
  } catch (Aiohttp.ClientError.TIMEOUT error) {
    print ("too slow: %s\n", error.message.split (": ")[0]);
  }
  yield session.close ();
}

int main (string[] args) {
  var loop = new MainLoop ();
  var status = 0;
  run.begin (args.length > 1 ? args[1] : "http://127.0.0.1:8080", (source, result) => {
    try {
      run.end (result);
    } catch (Error error) {
      printerr ("%s\n", error.message);
      status = 1;
    }
    loop.quit ();
  });
  loop.run ();
  return status;
}
