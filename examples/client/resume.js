#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A download that is cut off, and goes on where it was; the file is there only once it is whole.
// usage: resume.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const folder = Gio.File.new_for_path(GLib.Dir.make_tmp('resume-XXXXXX'));
const file = folder.get_child('big');
const session = new Aiohttp.ClientSession();

let shown = '';
const progress = (done, total) => {
    shown = `${Math.floor(100 * done / total)} %`;
};

try {
    await session.download(`${base}/big`, file, {progress});
} catch (error) {
    if (!error.matches(Aiohttp.ClientError, Aiohttp.ClientError.PAYLOAD))
        throw error;
    print(`cut off at ${shown}`);
}
await session.download(`${base}/big`, file, {resume: true, progress});
print(`${shown}, ${file.query_info('standard::size', 0, null).get_size()} bytes`);

await session.close();
file.delete(null);
folder.delete(null);
