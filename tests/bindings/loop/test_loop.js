// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

// The event loop through introspection alone.
import Aiohttp from 'gi://Aiohttp?version=1.0';
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
        loop.call_soon(() => trace.push('inner'));
    });
    loop.call_soon(() => trace.push('b')).cancel();
    loop.call_later(0.005, () => loop.stop());
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
testExceptionHandler();
System.exit(0);
