/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The third model, coroutines that call coroutines: what waits is called like any other method, however deep.

async void one () throws Error {
  print ("one\n");
  yield Aiohttp.sleep (0.01);
}

async void two () throws Error {
  yield one ();
  print ("two\n");
  yield Aiohttp.sleep (0.01);
}

async void run () throws Error {
  yield two ();
  print ("three\n");
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
