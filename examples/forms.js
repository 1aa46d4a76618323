#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Forms, uploads and streamed bodies. usage: forms.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

async function form(request) {
    const data = await request.post();
    return {title: data.get('title'), tags: data.getall('tag')};
}

async function upload(request) {
    const data = await request.post();
    const picture = data.get('picture');
    const content = await Aiohttp.StreamReader.new(picture.open()).read();
    return `${picture.filename}: ${picture.size} bytes, ${content.length} read`;
}

async function parts(request) {
    const sizes = {};
    for await (const part of request.multipart())
        sizes[part.name] = (await part.read()).length;
    return sizes;
}

async function lines(request) {
    let count = 0;
    for await (const line of request.content) // bytes, with their line end
        count += line.length > 0 ? 1 : 0;
    return `${count} lines, ${request.get_cookie('session') ?? 'no session'}`;
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.post('/form', form),
    Aiohttp.post('/upload', upload),
    Aiohttp.post('/parts', parts),
    Aiohttp.post('/lines', lines),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
