#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A lock held across awaits: three callers want a page, and only the first of them fetches it.

import Aiohttp from 'gi://Aiohttp?version=1.0';

const lock = new Aiohttp.Lock();
let page = null;

function getPage() {
    return lock.with(async () => {
        if (page === null) {
            print('fetching');
            await Aiohttp.sleep(0.01);
            page = 'page';
        }
        return page;
    });
}

async function readPage() {
    print(`read the ${await getPage()}`);
}

await Aiohttp.task_group(group => {
    for (let i = 0; i < 3; i++)
        group.add(readPage());
});
