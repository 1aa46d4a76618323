/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Tests in JavaScript that print TAP.

import GLib from 'gi://GLib';
import System from 'system';

let number = 0;
let failed = 0;

export function sleep(milliseconds) {
    return new Promise(resolve => GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
        resolve();
        return GLib.SOURCE_REMOVE;
    }));
}

export function assertEqual(found, expected, message = '') {
    const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
    if (a !== b)
        throw new Error(`${message} ${a}, expected ${b}`);
}

export async function assertRejects(promise, domain, code) {
    try {
        await promise;
    } catch (error) {
        if (error.matches?.(domain, code))
            return error;
        throw error;
    }
    throw new Error('no error');
}

export async function test(name, body) {
    number++;
    try {
        await body();
        print(`ok ${number} ${name}`);
    } catch (error) {
        failed++;
        print(`not ok ${number} ${name}`);
        for (const line of `${error}\n${error.stack ?? ''}`.trimEnd().split('\n'))
            print(`# ${line}`);
    }
}

export function end() {
    print(`1..${number}`);
    System.exit(failed ? 1 : 0);
}
