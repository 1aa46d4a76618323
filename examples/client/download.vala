/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file that is written as it comes, and how far it is.
// usage: client-download-vala URL

async void run (string base_url) throws Error {
  var session = new Aiohttp.ClientSession ();
  var response = yield session.get (base_url + "/file");
  var total = int.parse (response.get_header ("Content-Length"));
  FileIOStream stream;
  var file = File.new_tmp ("download-XXXXXX", out stream);
  for (var done = 0; done < total;) {
    var piece = yield response.get_content ().readexactly (int.min (25000, total - done));
    yield stream.output_stream.write_all_async (piece.get_data (), Priority.DEFAULT, null, null);
    done += piece.length;
    print ("%d %%\n", 100 * done / total);
  }
  yield stream.close_async ();
  yield file.delete_async ();
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
