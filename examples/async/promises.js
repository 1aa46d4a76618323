#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The second model, promises: every operation gives one. usage: promises.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const loop = new GLib.MainLoop(null, false);
const session = new Aiohttp.ClientSession();

function showPage(path) {
    return session.get(base + path)
        .then(response => response.text())
        .then(text => print(text));
}

Promise.all([showPage('/one'), showPage('/two')])
    .then(() => print('all: two pages'))
    .catch(error => printerr(error.message))
    .finally(() => loop.quit());
loop.run();
