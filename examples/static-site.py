# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Files of a folder, and a page that names one of them by what it holds: static-site.py [PORT [FOLDER]]."""

import pathlib
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else '.')
app = Aiohttp.Application()
files = app.router.add_static('/static', folder, show_index=True, append_version=True,
                              cache_control='max-age=31536000, immutable')


async def show_page(request):
    return f"style sheet: {files.url_for(filename='style.css')}\n"


async def download(request):
    return Aiohttp.FileResponse(folder / 'report.txt', headers={'Content-Disposition': 'attachment; filename=report.txt'})


app.router.add_get('/', show_page)
app.router.add_get('/download', download)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
