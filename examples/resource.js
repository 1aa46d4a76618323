#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A GObject as a resource of JSON. GET gives it; PUT replaces it, and a member that does not fit is a 400 that names it.
// usage: resource.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';
import System from 'system';

const FLAGS = GObject.ParamFlags.READWRITE;

const Book = GObject.registerClass({
    Properties: {
        title: GObject.ParamSpec.string('title', null, null, FLAGS, null),
        pages: GObject.ParamSpec.int('pages', null, null, FLAGS, 1, 10000, 1),
    },
}, class Book extends GObject.Object {});

let book = new Book({title: 'The Castle', pages: 300});

function getBook() {
    return Aiohttp.Response.new_json_object(200, book);
}

async function putBook(request) {
    book = await request.json_object(Book);
    return getBook();
}

const app = new Aiohttp.Application();
app.add_routes([Aiohttp.get('/book', getBook), Aiohttp.put('/book', putBook)]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
