// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

// Merged into the vapi: what turns a Vala async method into a future.
namespace Aiohttp {
  /**
   * Starts an async method: `(done) => page.load.begin (done)`.
   */
  [CCode (has_typedef = false)]
  public delegate void AsyncBegin (GLib.AsyncReadyCallback done);
  /**
   * Gives its result: `(result) => page.load.end (result)`.
   */
  [CCode (has_typedef = false)]
  public delegate GLib.Object AsyncEnd (GLib.AsyncResult result) throws GLib.Error;

  /**
   * A future of what an async method will return.
   */
  public static Future future (AsyncBegin begin, owned AsyncEnd end) {
    var future = new Future ();
    // Keeps what the other lambda captures until that has been called. (scope = "async" would too, but then every
    // caller gets a warning.)
    future.add_done_callback (() => {
      end = null;
    });
    begin ((source, result) => {
      try {
        future.set_object (end (result));
      } catch (GLib.Error error) {
        future.set_error (error);
      }
    });
    return future;
  }
}
