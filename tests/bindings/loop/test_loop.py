# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The event loop through introspection alone."""

import os
import signal
import threading
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib  # noqa: E402


class Calls(unittest.TestCase):
    def setUp(self):
        self.loop = Aiohttp.EventLoop.new(None)

    def tearDown(self):
        self.assertTrue(self.loop.close())
        self.assertTrue(self.loop.is_closed())

    def test_order(self):
        trace = []
        self.loop.call_soon(lambda *a: trace.append('a'))
        self.loop.call_soon(lambda *a: trace.append('b')).cancel()
        self.loop.call_later(0.002, lambda *a: self.loop.stop())
        self.loop.call_at(self.loop.time() - 1, lambda *a: trace.append('past'))
        self.loop.call_soon_threadsafe(lambda *a: trace.append('remote'))
        self.loop.run_forever()
        self.assertEqual(sorted(trace), ['a', 'past', 'remote'])

    def test_future(self):
        future = self.loop.create_future()
        self.loop.call_soon(lambda *a: future.set_int64(42))
        self.assertTrue(self.loop.run_until_complete(future))
        self.assertEqual(future.propagate_int64(), 42)

    def test_reader(self):
        readable, writable = os.pipe()

        def on_readable(*args):
            self.assertEqual(os.read(readable, 10), b'hello')
            self.loop.remove_reader(readable)
            self.loop.stop()

        self.loop.add_reader(readable, on_readable)
        os.write(writable, b'hello')
        self.loop.run_forever()
        os.close(readable)
        os.close(writable)

    def test_signal(self):
        self.loop.add_signal_handler(signal.SIGUSR1, lambda *a: self.loop.stop())
        os.kill(os.getpid(), signal.SIGUSR1)
        self.loop.run_forever()
        self.assertTrue(self.loop.remove_signal_handler(signal.SIGUSR1))
        with self.assertRaisesRegex(GLib.Error, 'Signal 11 '):
            self.loop.add_signal_handler(signal.SIGSEGV, lambda *a: None)

    def test_closed(self):
        self.loop.close()
        with self.assertRaises(GLib.Error) as caught:
            self.loop.call_soon(lambda *a: None)
        self.assertTrue(caught.exception.matches(Aiohttp.error_quark(), Aiohttp.Error.CLOSED))

    def test_exception_handler(self):
        messages = []
        self.loop.set_exception_handler(lambda loop, context, *a: messages.append(context.get_message()))
        error = GLib.Error.new_literal(Aiohttp.error_quark(), 'no', Aiohttp.Error.FAILED)
        self.loop.call_exception_handler(Aiohttp.ExceptionContext.new('oops', error, None))
        self.assertEqual(messages, ['oops'])


class Chain(unittest.TestCase):
    def run_future(self, future):
        return Aiohttp.get_event_loop().run_until_complete(future)

    def test_chain(self):
        trace = []

        def add_one(future, *args):
            return Aiohttp.Future.new_for_value(future.propagate_value()[1] + 1)

        def fail(future, *args):
            raise GLib.Error.new_literal(Aiohttp.error_quark(), 'no', Aiohttp.Error.FAILED)

        def recover(future, *args):
            trace.append(future.dup_error().message)
            return Aiohttp.Future.new_for_value('recovered')

        def at_last(future, *args):
            trace.append('at last')

        future = Aiohttp.Future.new_for_value(41).and_then(add_one)
        self.assertTrue(self.run_future(future))
        self.assertEqual(future.propagate_value()[1], 42)
        future = future.and_then(fail).and_then(add_one).or_else(recover).and_finally(at_last)
        self.assertTrue(self.run_future(future))
        self.assertEqual(future.propagate_value()[1], 'recovered')
        self.assertEqual(trace, ['no', 'at last'])

    def test_thread(self):
        future = Aiohttp.Future.new()
        thread = threading.Thread(target=future.set_value_threadsafe, args=('from afar',))
        thread.start()
        self.assertTrue(self.run_future(future))
        self.assertEqual(future.propagate_string(), 'from afar')
        thread.join()


class Policy(unittest.TestCase):
    def tearDown(self):
        Aiohttp.set_event_loop_policy(None)

    def test_derived(self):
        class OwnPolicy(Aiohttp.EventLoopPolicy):
            loop = Aiohttp.EventLoop.new(None)
            made = 0

            def do_get_event_loop(self):
                return self.loop

            def do_new_event_loop(self):
                self.made += 1
                return Aiohttp.EventLoop.new(None)

        policy = OwnPolicy()
        Aiohttp.set_event_loop_policy(policy)
        self.assertEqual(Aiohttp.get_event_loop(), policy.loop)
        self.assertNotEqual(Aiohttp.new_event_loop(), policy.loop)
        self.assertEqual(policy.made, 1)
        future = Aiohttp.Future.new()
        policy.loop.call_soon(lambda *a: future.set_boolean(True))
        self.assertTrue(policy.loop.run_until_complete(future))

    def test_failing(self):
        class NoPolicy(Aiohttp.EventLoopPolicy):
            def do_get_event_loop(self):
                raise GLib.Error.new_literal(Aiohttp.error_quark(), 'none today', Aiohttp.Error.NO_LOOP)

        Aiohttp.set_event_loop_policy(NoPolicy())
        with self.assertRaisesRegex(GLib.Error, 'none today'):
            Aiohttp.get_event_loop()


if __name__ == '__main__':
    unittest.main()
