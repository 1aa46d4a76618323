/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A session: a query, header fields, JSON and a form that are sent, JSON that comes back, and what fails.
// usage: client-basics-vala URL

async void find (Aiohttp.ClientSession session) throws Error {
  var options = new Aiohttp.RequestOptions ();
  options.add_param ("q", "glib");
  options.add_param ("page", "2");
  options.set_header ("Accept-Language", "en");
  var response = yield session.get ("items", options);
  var found = yield response.json ();
  print ("found: %s\n", found.get_object ().get_string_member ("text"));
}

async void create (Aiohttp.ClientSession session) throws Error {
  var options = new Aiohttp.RequestOptions ();
  options.set_json (Json.from_string ("{\"name\": \"Ann\"}"));
  var response = yield session.post ("people", options);
  print ("created: %u at %s, %s\n", response.get_status (), response.get_header ("Location"), yield response.text ());
}

async void send_form (Aiohttp.ClientSession session) throws Error {
  var form = new Aiohttp.FormData ();
  form.add_field ("name", "Ann");
  form.add_field ("city", "Aix en Provence");
  var options = new Aiohttp.RequestOptions ();
  options.set_form (form);
  var response = yield session.post ("form", options);
  print ("form: %s\n", yield response.text ());
}

// A status is data, unless one asks for an error.
async void miss (Aiohttp.ClientSession session) throws Error {
  var response = yield session.get ("missing");
  print ("status: %u %s\n", response.get_status (), response.get_reason ());
  try {
    response.raise_for_status ();
  } catch (Aiohttp.ClientError.STATUS error) {
    print ("error: %u\n", Aiohttp.ClientErrorInfo.for_error (error).get_status ());
  }
}

async void reach_nobody (Aiohttp.ClientSession session) throws Error {
  try {
    yield session.get ("http://127.0.0.1:1/");
  } catch (Aiohttp.ClientError.CONNECT error) {
    print ("error: not reached\n");
  }
}

async void run (string base_url) throws Error {
  var session = new Aiohttp.ClientSession ();
  session.set_base_url (base_url + "/");
  session.set_header ("User-Agent", "basics/1.0");
  yield find (session);
  yield create (session);
  yield send_form (session);
  yield miss (session);
  yield reach_nobody (session);
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
