/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file on its way to a server, which is read as it goes: as the body, then in a form, with how far it is.
// usage: client-upload-vala URL

string base_url;

async void send_file (Aiohttp.ClientSession session, File file) throws Error {
  var options = new Aiohttp.RequestOptions ();
  options.payload = new Aiohttp.Payload.for_file (file, "text/plain");
  var response = yield session.put (base_url + "/upload", options);
  print ("%s\n", yield response.text ());
}

async void send_in_form (Aiohttp.ClientSession session, File file) throws Error {
  int64 sent = 0;
  var form = new Aiohttp.FormData ();
  form.add_field ("title", "A note");
  form.add_file ("note", file, null, "text/plain");
  var options = new Aiohttp.RequestOptions ();
  options.set_form (form);
  options.set_upload_progress ((done, total) => sent = 100 * done / total);
  var response = yield session.post (base_url + "/form", options);
  print ("%s\n", yield response.text ());
  print ("%s %% sent\n", sent.to_string ());
}

async void run (string url) throws Error {
  base_url = url;
  var folder = File.new_for_path (DirUtils.make_tmp ("upload-XXXXXX"));
  var file = folder.get_child ("note.txt");
  yield file.replace_contents_async ("a note".data, null, false, FileCreateFlags.NONE, null, null);
  var session = new Aiohttp.ClientSession ();
  yield send_file (session, file);
  yield send_in_form (session, file);
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
