/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Cookies: kept by a session, saved to a file, loaded by the next session.
// usage: client-cookies-vala URL

Aiohttp.ClientSession make_session () {
  // The host is an IP address here.
  var jar = (Aiohttp.CookieJar) Object.new (typeof (Aiohttp.CookieJar), "unsafe", true);
  return (Aiohttp.ClientSession) Object.new (typeof (Aiohttp.ClientSession), "cookie-jar", jar);
}

async void first (string base_url, File file) throws Error {
  var session = make_session ();
  var jar = session.get_cookie_jar ();
  yield session.get (base_url + "/login");
  foreach (var cookie in jar.list ())
    print ("kept: %s=%s\n", cookie.get_name (), cookie.get_value ());
  yield jar.save (file);
  yield session.close ();
}

async void second (string base_url, File file) throws Error {
  var session = make_session ();
  var jar = session.get_cookie_jar ();
  yield jar.load (file);
  var options = new Aiohttp.RequestOptions ();
  options.add_cookie ("lang", "en");
  var response = yield session.get (base_url + "/cookies", options);
  print ("sent: %s\n", yield response.text ());
  jar.clear ();
  response = yield session.get (base_url + "/cookies");
  print ("sent: %s\n", yield response.text ());
  yield session.close ();
}

async void run (string base_url) throws Error {
  FileIOStream stream;
  var file = File.new_tmp ("cookies-XXXXXX", out stream);
  yield stream.close_async ();
  yield first (base_url, file);
  yield second (base_url, file);
  yield file.delete_async ();
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
