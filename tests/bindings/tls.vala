/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// https in Vala, with GIO's own TLS for a client.

using Aiohttp;

Reply answer (Request request) throws Error {
  unowned TlsInfo info = request.get_tls_info ();
  var cipher = info.cipher.has_prefix ("TLS_") ? "ciphered" : "plain";
  return new Response.text (200, "%s %s %s".printf (request.get_scheme (), info.server_name, cipher));
}

async string fetch (uint16 port, string host, TlsCertificate expected) throws Error {
  var client = new SocketClient () { enable_proxy = false };
  var plain = yield client.connect_to_host_async ("127.0.0.1", port);
  var stream = TlsClientConnection.@new (plain, new NetworkAddress (host, port));
  ((TlsConnection) stream).accept_certificate.connect ((certificate, errors) => certificate.is_same (expected));
  yield stream.output_stream.write_all_async ("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".data, Priority.DEFAULT, null, null);
  var input = new DataInputStream (stream.input_stream) { newline_type = DataStreamNewlineType.CR_LF };
  string? line;
  var last = "";
  while ((line = yield input.read_line_async ()) != null)
    last = line;
  return last;
}

async void run () throws Error {
  var first = test_certificate_new (null);
  var second = test_certificate_new ("other.test");
  var tls = new TlsContext.server (first);
  var other = new TlsContext.server (second);
  var asked = "";
  tls.set_server_name_func ((context, name) => {
    asked += name + " ";
    return name == "other.test" ? other : null;
  });
  var app = new Aiohttp.Application ();
  app.get_router ().add_get ("/", answer);
  var server = new TestServer (app);
  server.get_site ().tls = tls;
  yield server.start ();
  assert ((yield fetch (server.get_port (), "localhost", first)) == "https localhost ciphered");
  assert ((yield fetch (server.get_port (), "other.test", second)) == "https other.test ciphered");
  assert (asked == "localhost other.test ");
  yield server.stop ();
  try {
    new TlsContext.server_for_files ("/nowhere.pem", null);
    assert_not_reached ();
  } catch (FileError error) {
  }
}

int main () {
  var loop = new MainLoop ();
  run.begin ((source, result) => {
    try {
      run.end (result);
      print ("ok 1 https\n1..1\n");
    } catch (Error error) {
      print ("not ok 1 %s\n1..1\n", error.message);
    }
    loop.quit ();
  });
  loop.run ();
  return 0;
}
