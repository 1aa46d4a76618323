/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Files of a folder, and a page that names one of them by what it holds. usage: static-site-vala [PORT [FOLDER]]

using Aiohttp;

int main (string[] args) {
  var folder = args.length > 2 ? args[2] : ".";

  try {
    var app = new Aiohttp.Application ();
    unowned var router = app.get_router ();
    unowned var files = router.add_static ("/static", folder);
    files.show_index = true;
    files.cache_control = "max-age=31536000, immutable";
    router.add_get ("/", (request) =>
      new Response.text (200, "style sheet: %s\n".printf (files.url_for_file ("style.css", true))));
    router.add_get ("/download", (request) => {
      var response = new FileResponse (Path.build_filename (folder, "report.txt"));
      response.set_header ("Content-Disposition", "attachment; filename=report.txt");
      return response;
    });
    run_app (app, "127.0.0.1", (uint16) int.parse (args.length > 1 ? args[1] : "8080"));
  } catch (GLib.Error error) {
    printerr ("%s\n", error.message);
    return 1;
  }
  return 0;
}
