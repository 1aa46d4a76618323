/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Files of a folder, and a page that names one of them by what it holds: static-site.js [PORT [FOLDER]].

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const [port = 8080, folder = '.'] = System.programArgs;
const app = new Aiohttp.Application();
const files = app.router.add_static('/static', folder, {
    show_index: true,
    append_version: true,
    cache_control: 'max-age=31536000, immutable',
});

app.router.add_get('/', () => `style sheet: ${files.url_for({filename: 'style.css'})}\n`);
app.router.add_get('/download', () => {
    const response = Aiohttp.FileResponse.new(`${folder}/report.txt`);
    response.set_header('Content-Disposition', 'attachment; filename=report.txt');
    return response;
});
await Aiohttp.run_app(app, '127.0.0.1', Number(port));
