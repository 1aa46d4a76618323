/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A live chart, fed by a timer of the main loop: open http://127.0.0.1:8080/ in a browser. The page is chart.html, a
// resource of the program. usage: chart-vala [PORT]

using Aiohttp;

class Chart {
  WebSocketHub hub = new WebSocketHub (null);
  double[] values = { 21, 14, 28 };
  const double[] MIDDLES = { 21, 14, 28 };

  public Chart () {
    hub.slow_policy = WebSocketHubSlow.SKIP;
    Timeout.add (100, measure);
  }

  // Three thermometers. Who is too slow for a point gets the next one.
  bool measure () {
    for (var i = 0; i < values.length; i++)
      values[i] += (MIDDLES[i] - values[i]) * 0.02 + Random.double_range (-0.25, 0.25);
    var point = new VariantDict ();
    point.insert ("time", "x", get_real_time () / 1000);
    point.insert_value ("values", values);
    try {
      hub.broadcast_json ("viewers", Json.gvariant_serialize (point.end ()), null);
    } catch (GLib.Error error) {
      warning ("%s", error.message);
    }
    return Source.CONTINUE;
  }

  void take (WebSocket socket, WebSocketMessage message) {
    try {
      if (message.get_text () == "pause")
        hub.leave ("viewers", socket);
      else
        hub.join ("viewers", socket, null);
    } catch (GLib.Error error) {
      socket.abort ();
    }
  }

  // The websocket outlives its handler, since it has a signal handler; the hub lets it go when it closes.
  public Reply serve_viewer (Request request) throws GLib.Error {
    var response = new WebSocketResponse ();
    response.max_msg_size = 100;
    response.heartbeat = 30;
    var socket = response.accept (request);
    socket.message.connect ((socket, message) => take (socket, message));
    socket.send_str.begin ("{\"unit\": \"°C\", \"series\": [\"Office\", \"Cellar\", \"Roof\"]}");
    hub.join ("viewers", socket, null);
    return response;
  }
}

int main (string[] args) {
  try {
    var app = new Aiohttp.Application ();
    var chart = new Chart ();
    app.get_router ().add_get ("/", (request) => new Response.bytes (200,
      resources_lookup_data ("/websocket/chart.html", ResourceLookupFlags.NONE), "text/html; charset=utf-8"));
    app.get_router ().add_get ("/ws", chart.serve_viewer);
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
