#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Views: a class for a path, with a method for each of HTTP's. usage: views.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';
import System from 'system';

const shelf = [];

const Books = GObject.registerClass(class Books extends Aiohttp.View {
    get() {
        return shelf.join(', ');
    }

    async post() {
        const title = await this.request.text();
        shelf.push(title);
        return new Aiohttp.Response({status: 201, text: title});
    }
});

const Book = GObject.registerClass(class Book extends Aiohttp.View {
    find() {
        const {place} = this.request.match_info;
        if (place >= shelf.length)
            throw Aiohttp.http_error(404, 'no such book');
        return place;
    }

    async get() {
        return shelf[this.find()];
    }

    async delete() {
        shelf.splice(this.find(), 1);
        return new Aiohttp.Response({status: 204});
    }
});

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.view('/books', Books),
    Aiohttp.view('/books/{place:int}', Book),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
