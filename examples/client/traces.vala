/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a session tells of its requests, and where their time went.
// usage: client-traces-vala URL

async void run (string base_url) throws Error {
  var config = new Aiohttp.TraceConfig ();
  config.request_start.connect ((session, context, told) => print ("start: %s\n", told.get_method ()));
  config.request_redirect.connect ((session, context, told) =>
    print ("redirect: %u\n", told.get_response ().get_status ()));
  config.request_end.connect ((session, context, told) => print ("end: %u\n", told.get_response ().get_status ()));

  var session = new Aiohttp.ClientSession ();
  session.add_trace_config (config);
  session.set_record_timings (true);
  var response = yield session.get (base_url + "/moved");
  var text = yield response.text ();
  if (response.get_timings ().get_done () > 0)
    print ("%s\n", text);
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
