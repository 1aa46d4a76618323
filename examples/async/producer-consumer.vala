/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A producer and a consumer: the queue has two places, so the producer waits where the consumer is slow.

Aiohttp.Queue queue;

async void consume () throws Error {
  try {
    while (true) {
      Value job;
      yield queue.get (null, out job);
      print ("did %s\n", job.get_string ());
      yield Aiohttp.sleep (0.001);
    }
  } catch (Aiohttp.UsageError.QUEUE_SHUT_DOWN error) {
    // Its end.
  }
}

async void run () throws Error {
  queue = new Aiohttp.Queue (2);
  var consumed = new Aiohttp.Future ();
  consume.begin ((source, result) => {
    try {
      consume.end (result);
      consumed.set_boolean (true);
    } catch (Error error) {
      consumed.set_error (error);
    }
  });
  for (int number = 1; number <= 5; number++)
    yield queue.put (@"job $number");
  queue.shutdown (false);
  yield consumed.await ();
  print ("all done\n");
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
