/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The first of four models, callbacks: each step is a function that starts the next. usage: async-callbacks-vala URL

class Program : Object {
  MainLoop loop = new MainLoop ();
  Aiohttp.ClientSession session = new Aiohttp.ClientSession ();
  string base_url;
  int n_pages = 0;

  public Program (string base_url) {
    this.base_url = base_url;
  }

  void fetch_next () {
    session.get.begin (base_url + (n_pages == 0 ? "/one" : "/two"), null, null, on_response);
  }

  void on_response (Object? source, AsyncResult result) {
    try {
      session.get.end (result).text.begin (null, on_text);
    } catch (Error error) {
      printerr ("%s\n", error.message);
      loop.quit ();
    }
  }

  void on_text (Object? source, AsyncResult result) {
    try {
      print ("%s\n", ((Aiohttp.ClientResponse) source).text.end (result));
      if (++n_pages < 2)
        fetch_next ();
      else
        loop.quit ();
    } catch (Error error) {
      printerr ("%s\n", error.message);
      loop.quit ();
    }
  }

  public bool run () {
    fetch_next ();
    loop.run ();
    return n_pages == 2;
  }
}

int main (string[] args) {
  return new Program (args.length > 1 ? args[1] : "http://127.0.0.1:8080").run () ? 0 : 1;
}
