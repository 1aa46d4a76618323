/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A job for a thread: what computes for long, or blocks, leaves the main loop free. A future is the way back.

Aiohttp.Future add_up (int64 count) {
  var future = new Aiohttp.Future ();
  new Thread<void> ("add up", () => {
    int64 sum = 0;
    for (int64 i = 1; i <= count; i++)
      sum += i;
    // All that another thread may do with a future.
    Value value = sum;
    future.set_value_threadsafe (value);
  });
  return future;
}

async void run () throws Error {
  var sum = add_up (1000000);
  Aiohttp.get_event_loop ().call_soon (() => {
    print ("the loop goes on\n");
  });
  yield sum.await ();
  print ("the sum is %" + int64.FORMAT + "\n", sum.propagate_int64 ());
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
