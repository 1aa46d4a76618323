#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The first of four models, callbacks: each step is a function that starts the next. usage: callbacks.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const loop = new GLib.MainLoop(null, false);
const session = new Aiohttp.ClientSession();
const paths = ['/one', '/two'];

function fetchNext() {
    const path = paths.shift();
    if (path === undefined)
        loop.quit();
    else
        session.get_async(base + path, null, null, onResponse);
}

function onResponse(_session, result) {
    const response = session.get_finish(result);
    response.text_async(null, onText);
}

function onText(response, result) {
    print(response.text_finish(result));
    fetchNext();
}

fetchNext();
loop.run();
