/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The second model, promises: a future stands for what will be there, and_then () goes on from it, and all () waits for
// several. usage: async-promises-vala URL

Aiohttp.ClientSession session;

Aiohttp.Future show_page (string url) {
  return session.request_future ("GET", url).and_then ((future) => {
    var response = session.request.end (future);
    return response.text_future ().and_then ((future) => {
      print ("%s\n", response.text.end (future));
      return null;
    });
  });
}

async void run (string base_url) throws Error {
  session = new Aiohttp.ClientSession ();
  yield Aiohttp.all ({ show_page (base_url + "/one"), show_page (base_url + "/two") });
  print ("all: two pages\n");
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
