/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Requests that are sent again: an order that is safe to repeat, as it says by its key, and one that is not.
// usage: client-retry-vala URL

async void order (Aiohttp.ClientSession session, string url, string what, string? key) throws Error {
  var options = new Aiohttp.RequestOptions ();
  options.set_text (what);
  options.set_header ("Idempotency-Key", key);
  var response = yield session.post (url, options);
  print ("%s: %u, %s\n", what, response.get_status (), yield response.text ());
}

async void run (string base_url) throws Error {
  // 3 attempts in all; delays double from 0.01 s, a part of each is random, and the server may ask for more.
  var retry = new Aiohttp.ClientRetryMiddleware (3);
  retry.base_delay = 0.01;
  retry.max_delay = 1;
  retry.jitter = 0.5;
  retry.max_retry_after = 5;
  var session = new Aiohttp.ClientSession ();
  session.add_middleware (retry);
  yield order (session, base_url + "/order", "tea", Uuid.string_random ());
  yield order (session, base_url + "/order", "cake", null);
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
