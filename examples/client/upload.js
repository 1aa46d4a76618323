#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A file on its way to a server, which is read as it goes.
// usage: upload.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const [file, stream] = Gio.File.new_tmp('upload-XXXXXX');
stream.get_output_stream().write_bytes(new TextEncoder().encode('a note'), null);
stream.close(null);

const session = new Aiohttp.ClientSession();
const payload = Aiohttp.Payload.new_for_file(file, 'text/plain');
const response = await session.put(`${base}/upload`, new Aiohttp.RequestOptions({payload}));
print(await response.text());
file.delete(null);
await session.close();
