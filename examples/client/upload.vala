/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file on its way to a server, which is read as it goes.
// usage: client-upload-vala URL

async void run (string base_url) throws Error {
  FileIOStream stream;
  var file = File.new_tmp ("upload-XXXXXX", out stream);
  yield stream.output_stream.write_all_async ("a note".data, Priority.DEFAULT, null, null);
  yield stream.close_async ();

  var session = new Aiohttp.ClientSession ();
  var options = new Aiohttp.RequestOptions ();
  options.payload = new Aiohttp.Payload.for_file (file, "text/plain");
  var response = yield session.put (base_url + "/upload", options);
  print ("%s\n", yield response.text ());
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
