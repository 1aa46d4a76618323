#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A job for a thread. JavaScript has one thread only, so the job is one that GIO does in a thread of its own pool, as it
// does all that has to do with files; what JavaScript would compute for long belongs into a process of its own.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';

Gio._promisify(Gio.File.prototype, 'query_info_async', 'query_info_finish');

const root = Gio.File.new_for_path('/');
const job = root.query_info_async('standard::type', Gio.FileQueryInfoFlags.NONE, 0, null);
Aiohttp.get_event_loop().call_soon(() => print('the loop goes on'));
const info = await job;
print(`a ${info.get_file_type() === Gio.FileType.DIRECTORY ? 'folder' : 'file'}`);
