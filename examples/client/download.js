#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file that is written as it comes, and how far it is.
// usage: download.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const session = new Aiohttp.ClientSession();
const response = await session.get(`${base}/file`);
const total = Number(response.get_header('Content-Length'));
const [file, stream] = Gio.File.new_tmp('download-XXXXXX');

for (let done = 0; done < total;) {
    const piece = await response.content.readexactly(Math.min(25000, total - done));
    stream.get_output_stream().write_bytes(piece, null);
    done += piece.length;
    print(`${Math.floor(100 * done / total)} %`);
}
stream.close(null);
file.delete(null);
await session.close();
