/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A download that is cut off, and goes on where it was; the file is there only once it is whole.
// usage: client-resume-vala URL

async void run (string base_url) throws Error {
  var folder = File.new_for_path (DirUtils.make_tmp ("resume-XXXXXX"));
  var file = folder.get_child ("big");
  var session = new Aiohttp.ClientSession ();
  int64 shown = 0;
  try {
    yield session.download (base_url + "/big", file, false, (done, total) => shown = 100 * done / total);
  } catch (Aiohttp.ClientError.PAYLOAD error) {
    print ("cut off at %s %%\n", shown.to_string ());
  }
  yield session.download (base_url + "/big", file, true, (done, total) => shown = 100 * done / total);
  var info = yield file.query_info_async ("standard::size", FileQueryInfoFlags.NONE);
  print ("%s %%, %s bytes\n", shown.to_string (), info.get_size ().to_string ());
  yield session.close ();
  yield file.delete_async ();
  yield folder.delete_async ();
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
