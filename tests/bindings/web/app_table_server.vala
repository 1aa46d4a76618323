/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What app_table.py expects, in Vala.

using Aiohttp;

string[] begun;
Aiohttp.Application admin;

async void nap (uint milliseconds) {
  Timeout.add (milliseconds, nap.callback);
  yield;
}

Response text (string text) {
  return new Response.text (200, text);
}

void note (Request request, string what) {
  unowned var trace = request.get_item ("trace");
  request.set_item ("trace", trace != null ? trace.get_string () + " " + what : what);
}

// --- middlewares ---

class Plain : Middleware {
  public override Reply? before (Request request) throws GLib.Error {
    note (request, "plain>");
    if (request.get_header ("X-Before") == "answer")
      return text ("before");
    if (request.get_header ("X-Before") == "fail")
      throw new HttpError.FORBIDDEN ("before");
    return null;
  }

  public override void after (Request request, StreamResponse response) {
    note (request, "<plain");
    try {
      response.set_header ("X-Trace", request.get_item ("trace").get_string ());
      if (response is Response && ((Response) response).get_error () != null)
        response.set_header ("X-Error", ((Response) response).get_error ().message);
    } catch (GLib.Error error) {
      warning ("%s", error.message);
    }
  }
}

class Async : Middleware {
  async Response? think (Request request) throws GLib.Error {
    yield nap (1);
    if (request.get_header ("X-Async") == "answer")
      return text ("async before");
    if (request.get_header ("X-Async") == "fail")
      throw new HttpError.FORBIDDEN ("async before");
    return null;
  }

  public override Reply? before (Request request) throws GLib.Error {
    note (request, "async>");
    return Aiohttp.future ((done) => think.begin (request, done), (result) => think.end (result));
  }

  public override void after (Request request, StreamResponse response) {
    note (request, "<async");
  }
}

class Full : Middleware {
  async StreamResponse rest (Request request, Next next) throws GLib.Error {
    if (request.get_header ("X-Full") == "fail")
      throw new IOError.FAILED ("secret");
    var response = yield next.await (request);
    if (request.get_header ("X-Full") == "twice")
      response = yield next.await (request);
    note (request, "<full");
    return response;
  }

  public override Reply process (Request request, Next next) throws GLib.Error {
    note (request, "full>");
    return Aiohttp.future ((done) => rest.begin (request, next, done), (result) => rest.end (result));
  }
}

async StreamResponse func (Request request, Next next) throws GLib.Error {
  var response = yield next.await (request);
  note (request, "<func");
  unowned var path = request.get_path ();
  var is_plain = path == "/" || path == "/late" || path == "/routed";
  if (response.get_status () == 200 && is_plain && request.get_host () == "x")
    ((Response) response).set_text ("(" + ((Response) response).dup_text () + ")");
  return response;
}

async StreamResponse add_header (Request request, Next next, string name) throws GLib.Error {
  var response = yield next.await (request);
  response.set_header (name, "yes");
  return response;
}

// --- handlers ---

async Response late () throws GLib.Error {
  yield nap (1);
  return text ("late");
}

Reply answer_late (Request request) throws GLib.Error {
  return Aiohttp.future ((done) => late.begin (done), (result) => late.end (result));
}

Reply frozen (Request request) throws GLib.Error {
  unowned var app = request.get_app ();
  try {
    app.get_router ().add_get ("/late-route", answer_late);
    return text ("taken");
  } catch (UsageError.FROZEN error) {
  }
  try {
    app.set_item ("answer", 5);
    return text ("taken");
  } catch (UsageError.FROZEN error) {
  }
  return text ("refused");
}

HashTable<string, string> table (string name, string value) {
  var values = new HashTable<string, string> (str_hash, str_equal);
  values[name] = value;
  return values;
}

Reply urls (Request request) throws GLib.Error {
  var query = table ("a", "&");
  query["b"] = "x y";
  var user = request.get_app ().get_router ().url_for ("user", table ("id", "5"), query);
  var other = admin.get_router ().get_named_resource ("user").url_for (table ("name", "ö"), null);
  return text (user + " " + other);
}

Reply list_routes (Request request) throws GLib.Error {
  unowned var resource = request.get_app ().get_router ().get_named_resource ("user");
  string[] methods = {};
  foreach (unowned var route in resource.list_routes ())
    methods += route.get_method ();
  return text (string.joinv (",", methods) + " " + resource.get_canonical ());
}

Reply bad_pattern (Request request) throws GLib.Error {
  try {
    new Aiohttp.Application ().get_router ().add_get ("/{", answer_late);
    return text ("taken");
  } catch (UsageError.INVALID_PATTERN error) {
    return text ("refused");
  }
}

class Custom : Aiohttp.Resource {
  async Response custom_later () throws GLib.Error {
    yield nap (1);
    return text ("custom later");
  }

  public override bool matches (Request request) {
    return request.get_path ().has_prefix ("/custom/");
  }

  public override Reply handle (Request request) throws GLib.Error {
    if (request.get_path ().has_suffix ("later"))
      return Aiohttp.future ((done) => custom_later.begin (done), (result) => custom_later.end (result));
    if (request.get_path ().has_suffix ("fail"))
      throw new HttpError.GONE ("gone");
    return text ("custom " + request.get_method ());
  }
}

class BookView : View {
  public override Reply get () throws GLib.Error {
    return text ("get " + request.get_match_info ("id"));
  }

  async Response add () throws GLib.Error {
    return new Response.text (201, "post " + yield request.text ());
  }

  public override Reply post () throws GLib.Error {
    return Aiohttp.future ((done) => add.begin (done), (result) => add.end (result));
  }

  public override Reply put () throws GLib.Error {
    throw new IOError.FAILED ("secret");
  }

  async Response remove () throws GLib.Error {
    yield nap (1);
    throw new HttpError.CONFLICT ("in use");
  }

  public override Reply delete () throws GLib.Error {
    return Aiohttp.future ((done) => remove.begin (done), (result) => remove.end (result));
  }
}

class Derived : BookView {
  public override Reply patch () throws GLib.Error {
    return text ("patch");
  }
}

async Response form (Request request) throws GLib.Error {
  var data = yield request.post ();
  return text (string.joinv (",", data.dup_all ("a")) + " " + data.get ("b"));
}

async Response upload (Request request) throws GLib.Error {
  var data = yield request.post ();
  unowned var file = data.get_file ("file");
  var content = yield new StreamReader (file.open ()).read (-1);
  var words = ((string) content.get_data ()).substring (0, (long) content.get_size ());
  return text (@"$(data.get ("title")) $(file.get_filename ()) $(file.get_size ()) $words");
}

async Response parts (Request request) throws GLib.Error {
  var reader = request.multipart ();
  string[] found = {};
  BodyPartReader? part;
  while ((part = yield reader.next ()) != null)
    found += part.get_name () + "=" + yield part.text ();
  return text (string.joinv (",", found));
}

class Logger : AccessLogger {
  public Logger () {
    Object (format: "%r");
  }

  public override void log (Request? request, StreamResponse response, double seconds) {
    printerr ("ACCESS %s %u\n", request.get_path (), response.get_status ());
  }
}

// --- start and end ---

async Object? one (CleanupContext context) throws GLib.Error {
  begun += "enter one";
  yield context.wait ();
  print ("leave one\n");
  return null;
}

async Object? two (CleanupContext context) throws GLib.Error {
  yield nap (1);
  begun += "enter two";
  yield context.wait ();
  yield nap (1);
  print ("leave two\n");
  return null;
}

async Object? startup () throws GLib.Error {
  yield nap (1);
  begun += "startup";
  return null;
}

Aiohttp.Application make_admin () throws GLib.Error {
  var app = new Aiohttp.Application ();
  app.set_item ("answer", 43);
  app.add_middleware_func ((request, next) => {
    note (request, "sub>");
    return Aiohttp.future ((done) => add_header.begin (request, next, "X-Sub", done), (result) => {
      var response = add_header.end (result);
      note (request, "<sub");
      return response;
    });
  });
  unowned var router = app.get_router ();
  router.add_get ("/", (request) => text ("admin"));
  router.add_get ("/item", (request) => text (@"$(request.get_app ().get_item ("answer").get_int ()) " +
    request.get_app ().lookup_item ("name").get_string ()));
  router.add_get ("/users/{name}", answer_late).set_name ("user");
  return app;
}

void add_hooks (Aiohttp.Application app) throws GLib.Error {
  app.add_middleware (new Plain ());
  app.add_middleware (new Async ());
  app.add_middleware (new Full ());
  app.add_middleware_func ((request, next) => {
    note (request, "func>");
    return Aiohttp.future ((done) => func.begin (request, next, done), (result) => func.end (result));
  });
  app.add_cleanup_context ((app, context) =>
    Aiohttp.future ((done) => one.begin (context, done), (result) => one.end (result)));
  app.add_cleanup_context ((app, context) =>
    Aiohttp.future ((done) => two.begin (context, done), (result) => two.end (result)));
  app.on_startup ((app) => Aiohttp.future ((done) => startup.begin (done), (result) => startup.end (result)));
  app.on_shutdown ((app) => {
    print ("shutdown\n");
    return null;
  });
  app.on_cleanup ((app) => {
    print ("cleanup\n");
    return null;
  });
  app.response_prepare.connect ((request, response) => {
    try {
      response.set_header ("X-Prepared", "yes");
    } catch (GLib.Error error) {
      warning ("%s", error.message);
    }
  });
}

void add_routes (Router router) throws GLib.Error {
  router.add_get ("/", (request) => text ("Hello"));
  router.add_get ("/users/{id}", (request) => text (request.get_match_info ("id"))).set_name ("user");
  router.add_get ("/late", answer_late);
  unowned var routed = router.add_get ("/routed", (request) => text ("routed"));
  routed.add_middleware (new Middleware.for_func ((request, next) =>
    Aiohttp.future ((done) => add_header.begin (request, next, "X-Route", done), (result) => add_header.end (result))));
  router.add_get ("/crash", (request) => {
    throw new IOError.FAILED ("secret");
  });
  router.add_get ("/started", (request) => text (string.joinv (",", begun)));
  router.add_get ("/item", (request) => text (request.get_app ().get_item ("answer").get_int ().to_string ()));
  router.add_get ("/frozen", frozen);
  router.add_get ("/urls", urls);
  router.add_get ("/routes", list_routes);
  router.add_get ("/bad-pattern", bad_pattern);
  router.add_get ("/typed/{id:int}", (request) => text ("int " + request.get_match_info ("id")));
  router.add_get ("/typed/{name:[a-z]+}", (request) => text ("regex " + request.get_match_info ("name")));
  router.add_get ("/typed/{rest:*}", (request) => text ("tail " + request.get_match_info ("rest")));
  router.add_view ("/view/{id}", typeof (BookView));
  router.add_view ("/derived/{id}", typeof (Derived));
  router.add_post ("/form", (request) =>
    Aiohttp.future ((done) => form.begin (request, done), (result) => form.end (result)));
  router.add_post ("/upload", (request) =>
    Aiohttp.future ((done) => upload.begin (request, done), (result) => upload.end (result)));
  router.add_post ("/parts", (request) =>
    Aiohttp.future ((done) => parts.begin (request, done), (result) => parts.end (result)));
  router.add_post ("/expect", answer_late).set_expect_handler ((request) => new Response.text (403, "no"));
  router.register_resource (new Custom ());
}

int main () {
  try {
    var app = new Aiohttp.Application ();
    app.set_item ("answer", 42);
    app.set_item ("name", "outer");
    add_hooks (app);
    add_routes (app.get_router ());
    admin = make_admin ();
    app.add_subapp ("/admin", admin);
    var api = new Aiohttp.Application ();
    api.get_router ().add_get ("/", (request) => text ("domain"));
    app.add_domain ("api.example.org", api);
    var runner = new AppRunner (app);
    runner.get_server ().access_logger = new Logger ();
    runner.run ("127.0.0.1", 0);
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
