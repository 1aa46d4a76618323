/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A middleware of one's own, and one of the library's around it that sends failed requests again.
// usage: client-middleware-vala URL

// Gives each attempt a number.
class Number : Aiohttp.ClientMiddleware {
  int count = 0;

  public override Aiohttp.Reply? before (Aiohttp.ClientRequest request) throws Error {
    request.set_header ("X-Attempt", (++count).to_string ());
    return null;
  }

  public override void after (Aiohttp.ClientRequest request, Aiohttp.ClientResponse response) {
    print ("attempt %d: %u\n", count, response.get_status ());
  }
}

async void run (string base_url) throws Error {
  var session = new Aiohttp.ClientSession ();
  var retry = new Aiohttp.ClientRetryMiddleware (4);
  retry.base_delay = 0.01;
  session.add_middleware (retry);
  session.add_middleware (new Number ());
  var response = yield session.get (base_url + "/flaky");
  print ("%s\n", yield response.text ());
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
