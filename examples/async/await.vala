/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The fourth model, async and await, which Vala calls yield: straight code that waits where it must, and futures where
// things should run side by side. usage: async-await-vala URL

Aiohttp.ClientSession session;

async string fetch (string url) throws Error {
  var response = yield session.get (url);
  return yield response.text ();
}

// An async method that runs beside others, as a future of what it will return.
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
  Aiohttp.Future[] both = { start_fetch (base_url + "/one"), start_fetch (base_url + "/two") };
  yield Aiohttp.gather ({ both[0], both[1] }, false);
  foreach (var future in both)
    print ("%s\n", future.propagate_string ());
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
