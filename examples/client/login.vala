/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A login as OAuth has it for programs (RFC 8252): the browser comes back to a server of our own on loopback. A secret
// of each login (PKCE, RFC 7636) makes the code worthless to whoever else should see it.
// usage: client-login-vala URL [--no-browser]

string base_url;
bool no_browser;

string base64url (uint8[] bytes) {
  return Base64.encode (bytes).replace ("+", "-").replace ("/", "_").replace ("=", "");
}

// What nobody can guess.
string make_secret () throws Error {
  var stream = File.new_for_path ("/dev/urandom").read ();
  return base64url (stream.read_bytes (32).get_data ());
}

// PKCE: shows at first only a digest of the secret.
string make_challenge (string verifier) {
  var digest = new uint8[32];
  size_t size = digest.length;
  var checksum = new Checksum (ChecksumType.SHA256);
  checksum.update (verifier.data, -1);
  checksum.get_digest (digest, ref size);
  return base64url (digest);
}

void open_browser (string url) throws Error {
  if (!no_browser) {
    AppInfo.launch_default_for_uri (url, null);
    return;
  }
  print ("Open %s\n", url);
  stdout.flush ();
}

// Lets the user agree in the browser: the code that the server of the login sends along, and where to.
async string ask (string verifier, out string redirect_uri) throws Error {
  var state = make_secret ();
  var code = new Aiohttp.Future ();
  var app = new Aiohttp.Application ();
  app.get_router ().add_get ("/callback", (request) => {
    var query = request.get_query ();
    if (query["state"] != state || code.is_done ())
      return new Aiohttp.Response.text (403, "This is not the login that was begun here.");
    if (query["code"] == null) {
      code.set_error (new IOError.PERMISSION_DENIED (query["error"] ?? "no code"));
      return new Aiohttp.Response.text (200, "The login has failed.");
    }
    code.set_string (query["code"]);
    return new Aiohttp.Response.text (200, "You may close this page.");
  });
  var runner = new Aiohttp.AppRunner (app);
  runner.access_log = false;
  yield runner.setup ();
  var site = new Aiohttp.TcpSite (runner, "127.0.0.1", 0);
  yield site.start ();
  redirect_uri = @"http://127.0.0.1:$(site.get_port ())/callback";
  open_browser (@"$base_url/authorize?" + Soup.Form.encode ("response_type", "code", "client_id", "example",
    "redirect_uri", redirect_uri, "state", state, "code_challenge", make_challenge (verifier),
    "code_challenge_method", "S256"));
  try {
    yield Aiohttp.wait_for (code, 300);
  } catch (Error error) {
    yield runner.cleanup ();
    throw error;
  }
  yield runner.cleanup ();
  return code.propagate_string ();
}

async void run () throws Error {
  var verifier = make_secret ();
  string redirect_uri;
  var code = yield ask (verifier, out redirect_uri);
  var form = new Aiohttp.FormData ();
  form.add_field ("grant_type", "authorization_code");
  form.add_field ("code", code);
  form.add_field ("redirect_uri", redirect_uri);
  form.add_field ("client_id", "example");
  form.add_field ("code_verifier", verifier);
  var session = new Aiohttp.ClientSession ();
  session.raise_for_status = true;
  var options = new Aiohttp.RequestOptions ();
  options.set_form (form);
  var response = yield session.post (base_url + "/token", options);
  var token = (yield response.json ()).get_object ().get_string_member ("access_token");
  options = new Aiohttp.RequestOptions ();
  options.set_header ("Authorization", Aiohttp.encode_bearer_auth (token));
  response = yield session.get (base_url + "/me", options);
  print ("%s\n", yield response.text ());
  yield session.close ();
}

int main (string[] args) {
  base_url = args.length > 1 ? args[1] : "http://127.0.0.1:8080";
  no_browser = args.length > 2 && args[2] == "--no-browser";
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
