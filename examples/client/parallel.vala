/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Several pages at once, by one session.
// usage: client-parallel-vala URL

Aiohttp.ClientSession session;

async string fetch (string url) throws Error {
  var response = yield session.get (url);
  return yield response.text ();
}

Aiohttp.Future start_fetch (string url) {
  var future = new Aiohttp.Future ();
  fetch.begin (url, (source, result) => {
    try {
      future.set_string (fetch.end (result));
    } catch (Error error) {
      future.set_error (error);
    }
  });
  return future;
}

async void run (string base_url) throws Error {
  session = new Aiohttp.ClientSession ();
  Aiohttp.Future[] pages = {
    start_fetch (base_url + "/one"), start_fetch (base_url + "/two"), start_fetch (base_url + "/three")
  };
  yield Aiohttp.gather ({ pages[0], pages[1], pages[2] }, false);
  foreach (var page in pages)
    print ("%s\n", page.propagate_string ());
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
