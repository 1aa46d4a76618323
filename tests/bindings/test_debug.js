/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Debug mode, with JavaScript's own stack.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import Gio from 'gi://Gio';

import {assertEqual, end, sleep, test} from './testlib.js';

function run(program, environment = {}) {
    const launcher = Gio.SubprocessLauncher.new(Gio.SubprocessFlags.STDERR_PIPE);
    for (const [name, value] of Object.entries(environment))
        launcher.setenv(name, value, true);
    const head = "const Aiohttp = imports.gi.Aiohttp; const System = imports.system;\n";
    const child = launcher.spawnv(['gjs', '-c', head + program]);
    const [, , text] = child.communicate_utf8(null, null);
    assertEqual(child.get_exit_status(), 0, text);
    return text;
}

function assertIncludes(text, part) {
    if (!text.includes(part))
        throw new Error(`${text} has no ${part}`);
}

const LEAVE_OPEN = `
function makeSession() {
    return new Aiohttp.ClientSession();
}
makeSession();
System.gc();
`;

await test('properties', () => {
    const loop = Aiohttp.EventLoop.new(null);
    loop.debug = true;
    assertEqual(loop.get_debug(), true);
    loop.debug = false;
    assertEqual(loop.slow_callback_duration, 0.1);
    loop.slow_callback_duration = 0.5;
    assertEqual(loop.get_slow_callback_duration(), 0.5);
    loop.close();
});

await test('unclosed', () => {
    const text = run(`Aiohttp.get_event_loop().debug = true; ${LEAVE_OPEN}`);
    assertIncludes(text, 'Unclosed client session: AiohttpClientSession (0x');
    assertIncludes(text, 'makeSession@');
});

await test('environment', () => {
    assertIncludes(run(LEAVE_OPEN, {AIOHTTP_DEBUG: '1'}), 'Unclosed client session');
    assertEqual(run(LEAVE_OPEN, {AIOHTTP_DEBUG: ''}), '');
});

await test('slow callback', () => {
    const text = run(`
        const loop = Aiohttp.get_event_loop();
        loop.debug = true;
        loop.slow_callback_duration = 0;
        function schedule() {
            loop.call_soon(() => loop.stop());
        }
        schedule();
        loop.run_forever();
    `);
    assertIncludes(text, 'Executing the callback');
    assertIncludes(text, 'schedule@');
});

await test('name', () => {
    const queue = Aiohttp.Queue.new(0);
    Aiohttp.debug_set_name(queue, 'jobs');
    assertEqual(Aiohttp.debug_get_name(queue), 'jobs');
    assertIncludes(Aiohttp.debug_describe(queue), 'AiohttpQueue “jobs” (0x');
});

end();
