/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Timers without an async method, in the event loop of a program that has no other main loop.

class Clock : Object {
  unowned Aiohttp.EventLoop loop;
  int n_ticks = 0;

  public Clock (Aiohttp.EventLoop loop) {
    this.loop = loop;
  }

  public void start () throws Error {
    loop.call_later (0.01, tick);
  }

  void tick () {
    print ("tick %d\n", ++n_ticks);
    try {
      if (n_ticks < 3)
        start ();
      else
        loop.stop ();
    } catch (Error error) {
      critical ("%s", error.message);
    }
  }
}

int main () {
  try {
    unowned var loop = Aiohttp.get_event_loop ();
    var clock = new Clock (loop);
    var other = loop.call_later (0.005, () => {
      print ("this was called off\n");
    });
    clock.start ();
    other.cancel ();
    loop.run_forever ();
    return 0;
  } catch (Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
}
