/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Sites and runners in Vala: started one by one, and run together. Prints TAP.

using Aiohttp;

async string fetch (SocketConnectable address) throws GLib.Error {
  var connection = yield new SocketClient ().connect_async (address);
  var request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  yield connection.output_stream.write_all_async (request.data, Priority.DEFAULT, null, null);
  var reply = yield new StreamReader (connection.input_stream).read (-1);
  var text = ((string) reply.get_data ()).substring (0, (long) reply.get_size ());
  return text.substring (text.index_of ("\r\n\r\n") + 4);
}

Aiohttp.Application make_app () throws GLib.Error {
  var app = new Aiohttp.Application ();
  app.get_router ().add_get ("/", (request) => new Response.text (200, "hello"));
  return app;
}

async void one_by_one (string path) throws GLib.Error {
  var runner = new AppRunner (make_app ());
  yield runner.setup ();
  var tcp = new TcpSite (runner, "127.0.0.1", 0);
  var local = (UnixSite) Object.new (typeof (UnixSite), "runner", runner, "path", path, "mode", 0600);
  yield tcp.start ();
  yield local.start ();
  var address = (InetSocketAddress) tcp.dup_addresses ().data;
  assert (tcp.get_name () == @"http://127.0.0.1:$(address.port)");
  assert (runner.dup_sites ().length () == 2);
  assert ((yield fetch (address)) == "hello");
  assert ((yield fetch (new UnixSocketAddress (path))) == "hello");
  yield tcp.stop ();
  try {
    yield fetch (address);
    assert_not_reached ();
  } catch (IOError.CONNECTION_REFUSED error) {
  }
  yield runner.cleanup ();
  assert (!FileUtils.test (path, FileTest.EXISTS));
}

async void run_sites (string path) throws GLib.Error {
  var runner = new AppRunner (make_app ()) {
    access_log = false
  };
  Site[] sites = {new TcpSite (runner, "127.0.0.1", 0), new UnixSite (runner, path)};
  var cancellable = new Cancellable ();
  var ended = false;
  runner.run_sites_async.begin (sites, cancellable, (source, result) => {
    try {
      runner.run_sites_async.end (result);
    } catch (GLib.Error error) {
      assert (error is IOError.CANCELLED);
    }
    ended = true;
    run_sites.callback ();
  });
  while (!sites[0].is_serving () || !sites[1].is_serving ()) {
    Timeout.add (1, run_sites.callback);
    yield;
  }
  assert ((yield fetch (sites[0].dup_addresses ().data as SocketConnectable)) == "hello");
  assert ((yield fetch (new UnixSocketAddress (path))) == "hello");
  cancellable.cancel ();
  if (!ended)
    yield;
}

int main () {
  var loop = new MainLoop ();
  var status = 1;
  one_by_one.begin ("vala-socket", (source, result) => {
    try {
      one_by_one.end (result);
      print ("ok 1 one by one\n");
    } catch (GLib.Error error) {
      printerr ("%s\n", error.message);
      loop.quit ();
      return;
    }
    run_sites.begin ("vala-socket", (source, result) => {
      try {
        run_sites.end (result);
        print ("ok 2 run_sites\n1..2\n");
        status = 0;
      } catch (GLib.Error error) {
        printerr ("%s\n", error.message);
      }
      loop.quit ();
    });
  });
  loop.run ();
  return status;
}
