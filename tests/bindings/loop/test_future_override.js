// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

// Futures as promises, by the override.
import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

function assertEqual(value, expected) {
    if (value !== expected)
        throw new Error(`${value} is not ${expected}`);
}

const future = Aiohttp.Future.new();
const chained = future.and_then(done => Aiohttp.Future.new_for_value(`${done.propagate_value()[1]}, chained`));
GLib.idle_add(GLib.PRIORITY_DEFAULT, () => {
    future.set_string('later');
    return GLib.SOURCE_REMOVE;
});
assertEqual(await future, 'later');
assertEqual(await chained, 'later, chained');
let message = null;
try {
    await Aiohttp.Future.new_for_error(new GLib.Error(Aiohttp.Error, Aiohttp.Error.FAILED, 'no'));
} catch (error) {
    message = error.message;
}
assertEqual(message, 'no');
System.exit(0);
