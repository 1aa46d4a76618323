/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A lock held across awaits: three callers want a page, and only the first of them fetches it.

Aiohttp.Lock page_lock;
string? page = null;

async string get_page () throws Error {
  yield page_lock.acquire ();
  try {
    if (page == null) {
      print ("fetching\n");
      yield Aiohttp.sleep (0.01);
      page = "page";
    }
    return page;
  } finally {
    try {
      page_lock.release ();
    } catch (Error error) {
      critical ("%s", error.message);
    }
  }
}

Aiohttp.Future read_page () {
  var future = new Aiohttp.Future ();
  get_page.begin ((source, result) => {
    try {
      print ("read the %s\n", get_page.end (result));
      future.set_boolean (true);
    } catch (Error error) {
      future.set_error (error);
    }
  });
  return future;
}

async void run () throws Error {
  page_lock = new Aiohttp.Lock ();
  var group = new Aiohttp.TaskGroup ();
  for (int i = 0; i < 3; i++)
    group.add (read_page ());
  yield group.join (true);
}

int main (string[] args) {
  var loop = new MainLoop ();
  var status = 0;
  run.begin ((source, result) => {
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
