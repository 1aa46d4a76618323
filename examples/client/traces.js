#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a session tells of its requests, and where their time went.
// usage: traces.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

const config = new Aiohttp.TraceConfig();
config.connect('request-start', (_, session, context, params) => print(`start: ${params.method}`));
config.connect('request-redirect', (_, session, context, params) => print(`redirect: ${params.response.status}`));
config.connect('request-end', (_, session, context, params) => print(`end: ${params.response.status}`));

const session = new Aiohttp.ClientSession({trace_configs: [config]});
session.set_record_timings(true);
const response = await session.get(`${base}/moved`);
const text = await response.text();
if (response.timings.done > 0)
    print(text);
await session.close();
