/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Connectors in Vala: limits, a resolver, TLS, Unix sockets, both transports.

using Aiohttp;

Reply answer (Request request) throws Error {
  return new Response.text (200, "%s %s".printf (request.get_scheme (), request.get_host ().split (":")[0]));
}

class Local : Aiohttp.Resolver {
  public string asked = "";

  public override Future resolve (string host, uint port, SocketFamily family) throws Error {
    asked += host + " ";
    if (host == "nowhere.test")
      throw new IOError.NOT_FOUND ("not today");
    var future = new Future ();
    future.set_string ("127.0.0.1");
    return future;
  }
}

async TestServer start (TlsContext? tls) throws Error {
  var app = new Aiohttp.Application ();
  app.get_router ().add_get ("/", answer);
  var server = new TestServer (app);
  if (tls != null)
    server.get_site ().tls = tls;
  yield server.start ();
  return server;
}

async string fetch (Connector connector, string url) throws Error {
  var session = new ClientSession.with_connector (connector);
  Error? failure = null;
  var text = "";
  try {
    var response = yield session.get (url);
    text = yield response.text ();
  } catch (Error error) {
    failure = error;
  }
  yield session.close ();
  if (failure != null)
    throw failure;
  return text;
}

async void test_resolver () throws Error {
  var server = yield start (null);
  var local = new Local ();
  var connector = (TcpConnector) Object.@new (typeof (TcpConnector), "resolver", local, "limit", 3u);
  assert (connector.limit == 3 && connector.transport == TransportKind.NATIVE);
  assert (connector.happy_eyeballs_delay == 0.25);
  assert ((yield fetch (connector, "http://some.test:%u/".printf (server.get_port ()))) == "http some.test");
  assert (connector.closed);
  connector = (TcpConnector) Object.@new (typeof (TcpConnector), "resolver", local);
  try {
    yield fetch (connector, "http://nowhere.test/");
    assert_not_reached ();
  } catch (ClientError.DNS error) {
    assert ("not today" in error.message);
  }
  assert (local.asked == "some.test nowhere.test ");
  yield server.stop ();
}

async void test_tls () throws Error {
  var certificate = test_certificate_new ("localhost");
  var server = yield start (new TlsContext.server (certificate));
  var url = "https://localhost:%u/".printf (server.get_port ());
  var trusting = new TlsContext.client ();
  trusting.add_authority (certificate);
  TransportKind[] kinds = { TransportKind.NATIVE, TransportKind.SOUP };
  foreach (var kind in kinds) {
    var connector = (Connector) Object.@new (typeof (TcpConnector), "tls-context", trusting, "transport", kind);
    assert ((yield fetch (connector, url)) == "https localhost");
    try {
      yield fetch ((Connector) Object.@new (typeof (TcpConnector), "transport", kind), url);
      assert_not_reached ();
    } catch (ClientError.TLS error) {
    }
  }
  yield server.stop ();
}

async void test_refused () throws Error {
  var connector = (Connector) Object.@new (typeof (TcpConnector), "transport", TransportKind.SOUP, "resolver", new Local ());
  try {
    yield fetch (connector, "http://some.test/");
    assert_not_reached ();
  } catch (UsageError.INVALID_ARGUMENT error) {
    assert ("resolver" in error.message);
  }
}

async void test_unix () throws Error {
  var folder = DirUtils.make_tmp ("aiohttp-vala-XXXXXX");
  var path = Path.build_filename (folder, "socket");
  var app = new Aiohttp.Application ();
  app.get_router ().add_get ("/", answer);
  var runner = new AppRunner (app);
  yield runner.setup ();
  var site = new UnixSite (runner, path);
  yield site.start ();
  assert ((yield fetch (new UnixConnector (path), "http://some.test/")) == "http some.test");
  yield runner.cleanup ();
  FileUtils.unlink (path);
  DirUtils.remove (folder);
}

async void run () throws Error {
  yield test_resolver ();
  print ("ok 1 resolver\n");
  yield test_tls ();
  print ("ok 2 tls\n");
  yield test_refused ();
  print ("ok 3 refused\n");
  yield test_unix ();
  print ("ok 4 unix\n");
}

int main () {
  var loop = new MainLoop ();
  print ("1..4\n");
  run.begin ((source, result) => {
    try {
      run.end (result);
    } catch (Error error) {
      print ("Bail out! %s\n", error.message);
    }
    loop.quit ();
  });
  loop.run ();
  return 0;
}
