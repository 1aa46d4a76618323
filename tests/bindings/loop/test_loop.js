// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

// The event loop through introspection alone.
import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import System from 'system';

function assertEqual(value, expected) {
    if (value !== expected)
        throw new Error(`${value} is not ${expected}`);
}

function testCalls() {
    const loop = Aiohttp.EventLoop.new(null);
    const trace = [];
    loop.call_soon(() => {
        trace.push('a');
        loop.call_soon(() => {
            trace.push('inner');
            loop.call_later(0.005, () => loop.stop());
        });
    });
    loop.call_soon(() => trace.push('b')).cancel();
    loop.run_forever();
    assertEqual(trace.join(' '), 'a inner');
    loop.close();
    try {
        loop.call_soon(() => {});
        throw new Error('a closed loop took a call');
    } catch (error) {
        if (!error.matches(Aiohttp.Error, Aiohttp.Error.CLOSED))
            throw error;
    }
}

function testExceptionHandler() {
    const loop = Aiohttp.EventLoop.new(null);
    let message = null;
    loop.set_exception_handler((_loop, context) => {
        message = context.get_message();
    });
    loop.call_exception_handler(Aiohttp.ExceptionContext.new('oops', null, null));
    assertEqual(message, 'oops');
    loop.close();
}

function runFuture(future) {
    Aiohttp.get_event_loop().run_until_complete(future);
    return future.propagate_value()[1];
}

function testChain() {
    const trace = [];
    const addOne = future => Aiohttp.Future.new_for_value(future.propagate_value()[1] + 1);
    const first = Aiohttp.Future.new_for_value(41).and_then(addOne);
    assertEqual(runFuture(first), 42);
    const last = first.and_then(() => {
        throw new GLib.Error(Aiohttp.Error, Aiohttp.Error.FAILED, 'no');
    }).and_then(addOne).or_else(future => {
        trace.push(future.dup_error().message);
        return Aiohttp.Future.new_for_value('recovered');
    }).and_finally(() => {
        trace.push('at last');
        return null;
    });
    assertEqual(runFuture(last), 'recovered');
    assertEqual(trace.join(), 'no,at last');
}

// Without the override a future is no promise, so await gives it back at once, and never hangs.
async function testAwait() {
    const future = Aiohttp.Future.new();
    assertEqual(await future, future);
    GLib.idle_add(GLib.PRIORITY_DEFAULT, () => {
        future.set_string('later');
        return GLib.SOURCE_REMOVE;
    });
    Gio._promisify(Aiohttp.Future.prototype, 'await_async', 'await_finish');
    await future.await_async(null);
    assertEqual(future.propagate_string(), 'later');
}

function testPolicy() {
    const loop = Aiohttp.EventLoop.new(null);
    const OwnPolicy = GObject.registerClass(class OwnPolicy extends Aiohttp.EventLoopPolicy {
        vfunc_get_event_loop() {
            return loop;
        }
    });
    Aiohttp.set_event_loop_policy(new OwnPolicy());
    assertEqual(Aiohttp.get_event_loop(), loop);
    const NoPolicy = GObject.registerClass(class NoPolicy extends Aiohttp.EventLoopPolicy {
        vfunc_get_event_loop() {
            throw new GLib.Error(Aiohttp.Error, Aiohttp.Error.NO_LOOP, 'none today');
        }
    });
    Aiohttp.set_event_loop_policy(new NoPolicy());
    try {
        Aiohttp.get_event_loop();
        throw new Error('there was a loop');
    } catch (error) {
        assertEqual(error.message, 'none today');
    }
    Aiohttp.set_event_loop_policy(null);
}

testCalls();
testPolicy();
testChain();
await testAwait();
testExceptionHandler();
System.exit(0);
