#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The third model, coroutines that call coroutines: what waits is called like any other function, however deep.

import Aiohttp from 'gi://Aiohttp?version=1.0';

async function one() {
    print('one');
    await Aiohttp.sleep(0.01);
}

async function two() {
    await one();
    print('two');
    await Aiohttp.sleep(0.01);
}

async function three() {
    await two();
    print('three');
}

await three();
