/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client in Vala as its users have it: bodies, forms, middlewares, resolvers, traces, errors. */

using Aiohttp;

string text_of (Bytes bytes) {
  return ((string) bytes.get_data ()).substring (0, (long) bytes.get_size ());
}

class Person : Object {
  public string name { get; set; }
  public int age { get; set; }
}

class Local : Aiohttp.Resolver {
  public override Future resolve (string host, uint port, SocketFamily family) throws GLib.Error {
    if (host != "some.test")
      throw new ResolverError.NOT_FOUND ("no " + host);
    var future = new Future ();
    future.set_strv ({ "127.0.0.1" });
    return future;
  }
}

class Tagged : ClientMiddleware {
  public override Reply process (ClientRequest request, ClientNext next) throws GLib.Error {
    request.set_header ("X-Tag", "tagged");
    return next.call (request);
  }
}

/* Asks once more, as often as it takes. */
class Again : ClientMiddleware {
  public override Reply process (ClientRequest request, ClientNext next) throws GLib.Error {
    return Aiohttp.future ((done) => ask.begin (request, next, done), (result) => ask.end (result));
  }

  async ClientResponse ask (ClientRequest request, ClientNext next) throws GLib.Error {
    while (true) {
      var response = yield next.await (request);
      if (response.get_status () != 503)
        return response;
      response.release ();
    }
  }
}

class Counted : TraceContext {
  public int steps;
}

int flaky = 0;
Cancellable over;

Aiohttp.Application make_app () throws GLib.Error {
  var app = new Aiohttp.Application ();
  unowned var router = app.get_router ();
  router.add_get ("/lines", (request) => new Response.text (200, "one\ntwo\nthree"));
  router.add_get ("/tag", (request) => new Response.text (200, request.get_header ("X-Tag") ?? "none"));
  router.add_get ("/flaky", (request) => new Response.text (++flaky < 3 ? 503 : 200, flaky.to_string ()));
  router.add_get ("/person", (request) => new Response.json_text (200, "{\"name\": \"Ann\", \"age\": 42}"));
  router.add_get ("/cookie", (request) => {
    var response = new Response.text (200, "");
    response.set_header ("Set-Cookie", "c=v; Path=/");
    return response;
  });
  router.add_post ("/echo", (request) => Aiohttp.future ((done) => echo.begin (request, done), (result) => echo.end (result)));
  router.add_get ("/forever", (request) => {
    var future = new Future ();
    over.connect (() => future.cancel ());
    return future;
  });
  return app;
}

async Response echo (Request request) throws GLib.Error {
  return new Response.bytes (200, yield request.read (), request.get_content_type ());
}

async string send_payload (ClientSession session, Payload payload) throws GLib.Error {
  var options = new RequestOptions ();
  options.payload = payload;
  return yield (yield session.post ("echo", options)).text ();
}

async void bodies (ClientSession session) throws GLib.Error {
  var content = (yield session.get ("lines")).get_content ();
  assert (text_of (yield content.readline ()) == "one\n");
  assert (text_of (yield content.readuntil ("o\n")) == "two\n");
  assert (text_of (yield content.readexactly (2)) == "th");
  try {
    yield content.readexactly (100);
    assert_not_reached ();
  } catch (IOError.PARTIAL_INPUT error) {
  }
  assert (text_of (yield content.readany ()) == "ree");
  assert (content.is_at_eof ());

  assert ((yield send_payload (session, new Payload.for_text ("text", null))) == "text");
  var number = 0;
  var made = yield send_payload (session, new Payload.for_futures (-1, "text/plain", () => {
    var piece = new Future ();
    if (++number > 3)
      piece.set_boolean (true);
    else
      piece.set_bytes (new Bytes (@"$number;".data));
    return piece;
  }));
  assert (made == "1;2;3;");

  var form = new FormData ();
  form.add_field ("a", "x y");
  assert ((yield send_payload (session, form.to_payload ())) == "a=x+y");

  var person = (Person) yield (yield session.get ("person")).json_object (typeof (Person));
  assert (person.name == "Ann" && person.age == 42);
  assert ("\"Ann\"" in yield send_payload (session, new Payload.for_object (person)));
}

async void download (ClientSession session) throws GLib.Error {
  var folder = File.new_for_path (DirUtils.make_tmp ("aiohttp-XXXXXX"));
  var file = folder.get_child ("lines");
  int64 seen = 0;
  yield session.download ("lines", file, false, (done, total) => seen = done);
  assert (seen == 13);
  yield file.delete_async ();
  yield folder.delete_async ();
}

async void middlewares (ClientSession session) throws GLib.Error {
  var options = new RequestOptions ();
  options.add_middleware (new Tagged ());
  assert ((yield (yield session.get ("tag", options)).text ()) == "tagged");
  options = new RequestOptions ();
  options.add_middleware (new ClientMiddleware.for_func ((request, next) => {
    request.set_header ("X-Tag", "by a function");
    return next.call (request);
  }));
  assert ((yield (yield session.get ("tag", options)).text ()) == "by a function");
  options = new RequestOptions ();
  options.add_middleware (new Again ());
  assert ((yield (yield session.get ("flaky", options)).text ()) == "3");
}

async void resolver (uint16 port) throws GLib.Error {
  var connector = (Connector) Object.new (typeof (TcpConnector), "resolver", new Local ());
  var session = new ClientSession.with_connector (connector);
  assert ((yield session.get (@"http://some.test:$port/lines")).is_ok ());
  try {
    yield session.get (@"http://other.test:$port/");
    assert_not_reached ();
  } catch (ClientError.DNS error) {
    assert ("no other.test" in error.message);
  }
  yield session.close ();
}

async void errors (ClientSession session) throws GLib.Error {
  var options = new RequestOptions ();
  options.raise_for_status = true;
  try {
    yield session.get ("nowhere", options);
    assert_not_reached ();
  } catch (ClientError error) {
    var info = ClientErrorInfo.for_error (error);
    assert (error is ClientError.STATUS && info.get_status () == 404 && info.get_method () == "GET");
  }
  options = new RequestOptions ();
  options.timeout = 0.05;
  try {
    yield session.get ("forever", options);
    assert_not_reached ();
  } catch (ClientError.TIMEOUT error) {
  }
  var cancellable = new Cancellable ();
  Idle.add (() => {
    cancellable.cancel ();
    return Source.REMOVE;
  });
  try {
    yield session.get ("forever", null, cancellable);
    assert_not_reached ();
  } catch (IOError.CANCELLED error) {
  }
  over.cancel ();
}

async void traces_and_cookies (ClientSession session) throws GLib.Error {
  var config = (TraceConfig) Object.new (typeof (TraceConfig), "context-type", typeof (Counted));
  var told = "";
  config.request_start.connect ((session, context, step) => ((Counted) context).steps++);
  config.request_end.connect ((session, context, step) => {
    told = @"$(((Counted) context).steps) $(step.get_response ().get_status ())";
  });
  session.add_trace_config (config);
  yield session.get ("cookie");
  assert (told == "1 200");
  assert (session.get_cookie_jar ().filter (session.get_base_url ())["c"] == "v");
}

async void run () throws GLib.Error {
  over = new Cancellable ();
  var server = new TestServer (make_app ());
  yield server.start ();
  var jar = (CookieJar) Object.new (typeof (CookieJar), "unsafe", true);
  var session = (ClientSession) Object.new (typeof (ClientSession), "cookie-jar", jar);
  session.set_base_url (server.make_url ("/"));
  yield bodies (session);
  yield download (session);
  yield middlewares (session);
  yield resolver (server.get_port ());
  yield traces_and_cookies (session);
  yield errors (session);
  yield session.close ();
  yield server.stop ();
}

int main () {
  var loop = new MainLoop ();
  var works = false;

  run.begin ((source, result) => {
    try {
      run.end (result);
      works = true;
    } catch (GLib.Error error) {
      print ("# %s\n", error.message);
    }
    loop.quit ();
  });
  loop.run ();
  print ("%sok 1 client\n1..1\n", works ? "" : "not ");
  return works ? 0 : 1;
}
