#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file on its way to a server, which is read as it goes: as the body, then in a form, with how far it is.
// usage: upload.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

async function send(session, file) {
    const response = await session.put(`${base}/upload`, {data: Aiohttp.Payload.new_for_file(file, 'text/plain')});
    print(await response.text());
}

async function sendInForm(session, file) {
    let sent = 0;
    const form = new Aiohttp.FormData();
    form.add_field('title', 'A note');
    form.add_file('note', file, null, 'text/plain');
    const response = await session.post(`${base}/form`, {
        data: form,
        upload_progress: (done, total) => {
            sent = Math.floor(100 * done / total);
        },
    });
    print(await response.text());
    print(`${sent} % sent`);
}

const folder = Gio.File.new_for_path(GLib.Dir.make_tmp('upload-XXXXXX'));
const file = folder.get_child('note.txt');
file.replace_contents('a note', null, false, Gio.FileCreateFlags.NONE, null);
const session = new Aiohttp.ClientSession();
await send(session, file);
await sendInForm(session, file);
await session.close();
file.delete(null);
folder.delete(null);
