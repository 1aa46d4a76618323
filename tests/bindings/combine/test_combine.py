# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Combined awaitables: the same scenarios here and in stock asyncio, with equal traces; and what only we have."""

import asyncio
import threading
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


class Ours:
    run = staticmethod(Aiohttp.run)
    wait = staticmethod(Aiohttp.wait)
    shield = staticmethod(Aiohttp.shield)
    timeout = staticmethod(Aiohttp.timeout)
    TaskGroup = Aiohttp.TaskGroup


SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


class Oops(Exception):
    pass


async def fail(steps=0):
    for _ in range(steps):
        await asyncio.sleep(0)
    raise Oops(steps)


async def give(value, steps=0):
    for _ in range(steps):
        await asyncio.sleep(0)
    return value


async def forever(trace=None, clean_up=None):
    try:
        await asyncio.sleep(50)
    except asyncio.CancelledError:
        if trace is not None:
            trace.append('cancelled')
        if clean_up is not None:
            await asyncio.sleep(0)
            raise clean_up
        raise


async def caught(awaitable):
    """The name of what it raises, and of what that holds."""
    try:
        return await awaitable
    except BaseExceptionGroup as group:
        return [type(error).__name__ for error in group.exceptions]
    except (Exception, asyncio.CancelledError) as error:
        return 'TimeoutError' if isinstance(error, TimeoutError) else type(error).__name__


@scenario
async def wait_first_completed(lib, trace):
    quick, slow = asyncio.create_task(give(1)), asyncio.create_task(forever())
    done, pending = await lib.wait([quick, slow], return_when=asyncio.FIRST_COMPLETED)
    trace += [done == {quick}, pending == {slow}]
    slow.cancel()


@scenario
async def wait_first_exception(lib, trace):
    cancelled, failing, slow = asyncio.create_task(forever()), asyncio.create_task(fail(3)), asyncio.create_task(forever())
    await asyncio.sleep(0)
    cancelled.cancel()
    done, pending = await lib.wait([cancelled, failing, slow], return_when=asyncio.FIRST_EXCEPTION)
    trace += [done == {cancelled, failing}, pending == {slow}]
    slow.cancel()


@scenario
async def wait_timeout_and_misuse(lib, trace):
    task = asyncio.create_task(forever())
    done, pending = await lib.wait([task], timeout=0)
    trace += [len(done), len(pending)]
    coroutine = give(1)
    trace.append(await caught(lib.wait([coroutine])))
    coroutine.close()
    trace.append(await caught(lib.wait([])))
    task.cancel()


@scenario
async def wait_cancelled_leaves(lib, trace):
    task = asyncio.create_task(forever())
    waiting = asyncio.create_task(lib.wait([task]))
    await asyncio.sleep(0.001)
    waiting.cancel()
    trace += [await caught(waiting), task.done()]
    task.cancel()


@scenario
async def shield_leaves(lib, trace):
    async def shielded():
        return await lib.shield(inner)

    inner = asyncio.create_task(give(1, 5))
    outer = asyncio.create_task(shielded())
    await asyncio.sleep(0)
    outer.cancel()
    trace += [await caught(outer), await inner]


@scenario
async def timeout_expires(lib, trace):
    async def body():
        async with lib.timeout(0.001) as scope:
            try:
                await forever(trace)
            finally:
                trace.append(scope.expired())

    trace += [await caught(body()), asyncio.current_task().cancelling()]


@scenario
async def timeout_in_time(lib, trace):
    async with lib.timeout(50) as scope:
        trace.append(await give(1, 2))
    trace += [scope.expired(), scope.when() > asyncio.get_running_loop().time()]
    async with lib.timeout(None) as scope:
        trace.append(scope.when())


@scenario
async def timeout_nested(lib, trace):
    async def inner(seconds):
        async with lib.timeout(seconds):
            await asyncio.sleep(50)

    async def outer(seconds, inner_seconds):
        async with lib.timeout(seconds) as scope:
            trace.append(await caught(inner(inner_seconds)))
            if trace[-1] == 'TimeoutError':
                scope.reschedule(asyncio.get_running_loop().time())
            if trace[-1] == 'CancelledError':
                raise asyncio.CancelledError
            await asyncio.sleep(50)

    trace.append(await caught(outer(50, 0.001)))
    trace.append(await caught(outer(0.001, 50)))


@scenario
async def timeout_reschedule(lib, trace):
    now = asyncio.get_running_loop().time()
    async with lib.timeout(0) as scope:
        scope.reschedule(now + 50)
        await asyncio.sleep(0.001)
    trace.append(scope.expired())
    try:
        scope.reschedule(None)
    except RuntimeError:
        trace.append('RuntimeError')

    async def expire():
        async with lib.timeout(50) as late:
            late.reschedule(now)
            await asyncio.sleep(50)

    trace.append(await caught(expire()))


@scenario
async def timeout_and_cancel(lib, trace):
    async def body():
        async with lib.timeout(50):
            await asyncio.sleep(50)

    task = asyncio.create_task(body())
    await asyncio.sleep(0)
    task.cancel()
    trace.append(await caught(task))


@scenario
async def group_all(lib, trace):
    async with lib.TaskGroup() as group:
        tasks = [group.create_task(give(n, n)) for n in range(3)]
    trace += [task.result() for task in tasks]


@scenario
async def group_member_fails(lib, trace):
    async def body():
        async with lib.TaskGroup() as group:
            group.create_task(forever(trace))
            group.create_task(fail(2))
            await forever(trace)

    trace += [await caught(body()), asyncio.current_task().cancelling()]


@scenario
async def group_member_fails_at_end(lib, trace):
    async def body():
        async with lib.TaskGroup() as group:
            group.create_task(forever(trace))
            group.create_task(fail(2))

    # Python before 3.12 leaves the task cancelling() here.
    trace.append(await caught(body()))


@scenario
async def group_body_fails(lib, trace):
    async def body():
        async with lib.TaskGroup() as group:
            group.create_task(forever(trace))
            await asyncio.sleep(0)
            raise ValueError

    trace.append(await caught(body()))


@scenario
async def group_clean_up_fails(lib, trace):
    async def body():
        async with lib.TaskGroup() as group:
            group.create_task(forever(trace, KeyError('clean-up')))
            group.create_task(fail(2))

    trace.append(await caught(body()))


@scenario
async def group_cancelled(lib, trace):
    async def body(in_scope):
        async with lib.TaskGroup() as group:
            group.create_task(forever(trace))
            if in_scope:
                await forever(trace)

    for in_scope in (True, False):
        task = asyncio.create_task(body(in_scope))
        await asyncio.sleep(0.001)
        task.cancel()
        trace.append(await caught(task))


@scenario
async def group_member_cancelled(lib, trace):
    async with lib.TaskGroup() as group:
        task = group.create_task(forever(trace))
        await asyncio.sleep(0)
        task.cancel()
    trace.append(task.cancelled())


@scenario
async def group_nested(lib, trace):
    async def inner():
        async with lib.TaskGroup() as group:
            group.create_task(fail(1))
            group.create_task(forever(trace))

    async def outer():
        async with lib.TaskGroup() as group:
            group.create_task(inner())
            group.create_task(forever(trace))

    try:
        await outer()
    except BaseExceptionGroup as group:
        trace.append([type(error).__name__ for error in group.exceptions[0].exceptions])


@scenario
async def group_in_timeout(lib, trace):
    async def body():
        async with lib.timeout(0.002):
            async with lib.TaskGroup() as group:
                group.create_task(forever(trace))

    trace.append(await caught(body()))


@scenario
async def group_misuse(lib, trace):
    group = lib.TaskGroup()
    coroutine = give(1)
    try:
        group.create_task(coroutine)
    except RuntimeError:
        trace.append('not entered')
    coroutine.close()
    async with group:
        pass
    coroutine = give(1)
    try:
        group.create_task(coroutine)
    except RuntimeError:
        trace.append('finished')
    coroutine.close()


class SameAsAsyncio(unittest.TestCase):
    def test_scenarios(self):
        for name, body in SCENARIOS.items():
            with self.subTest(name):
                traces = []
                for lib, run in ((asyncio, asyncio.run), (Ours, Aiohttp.run)):
                    traces.append([])
                    run(body(lib, traces[-1]))
                self.assertEqual(traces[0], traces[1])
                self.assertTrue(traces[0])


def busy():
    return GLib.Error('busy', GLib.quark_to_string(Gio.io_error_quark()), int(Gio.IOErrorEnum.BUSY))


def future_of(value, milliseconds=0):
    future = Aiohttp.Future.new()

    def settle():
        if isinstance(value, GLib.Error):
            future.set_error(value)
        else:
            future.set_value(value)
        return GLib.SOURCE_REMOVE

    GLib.timeout_add(milliseconds, settle)
    return future


class OnlyOurs(unittest.TestCase):
    def in_loop(self, body):
        return Aiohttp.run(body())

    def test_race(self):
        async def body():
            self.assertEqual(await Aiohttp.race([future_of('slow', 50000), give('quick')]), 'quick')
            self.assertEqual(await Aiohttp.race([forever(), future_of('quick')]), 'quick')
            with self.assertRaises(Oops):
                await Aiohttp.race([fail(), forever()])
            with self.assertRaises(GLib.Error):
                await Aiohttp.race([future_of(busy()), forever()])

        self.in_loop(body)

    def test_race_leaves(self):
        async def body():
            slow = asyncio.create_task(forever())
            await Aiohttp.race([slow, give(1)])
            waiting = asyncio.create_task(Aiohttp.race([slow]))
            await asyncio.sleep(0.001)
            waiting.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await waiting
            self.assertFalse(slow.done())

        self.in_loop(body)

    def test_any(self):
        async def body():
            self.assertEqual(await Aiohttp.any([fail(), future_of('value', 2)]), 'value')
            with self.assertRaises(Oops):
                await Aiohttp.any([fail(3), future_of(busy(), 2)])

        self.in_loop(body)

    def test_all(self):
        async def body():
            self.assertEqual(await Aiohttp.all([give(1, 3), future_of('two')]), [1, 'two'])
            self.assertEqual(await Aiohttp.all([]), [])
            with self.assertRaises(Oops):
                await Aiohttp.all([fail(), forever()])

        self.in_loop(body)

    def test_as_completed(self):
        async def body():
            values = []
            b, c = Aiohttp.Future.new(), Aiohttp.Future.new()
            async for done in Aiohttp.as_completed([c, give('a'), b]):
                values.append(await done)
                (b if len(values) == 1 else c).set_string('bc'[len(values) > 1])
            self.assertEqual(values, ['a', 'b', 'c'])
            late = Aiohttp.as_completed([forever(), give('a')], timeout=0.3)
            self.assertEqual(await (await late.__anext__()), 'a')
            with self.assertRaises(TimeoutError):
                await late.__anext__()

        self.in_loop(body)

    def test_shield_future(self):
        async def body():
            inner = Aiohttp.Future.new()
            outer = Aiohttp.shield(inner)
            outer.cancel()
            self.assertFalse(inner.is_done())
            GLib.idle_add(lambda: inner.set_value('value') and GLib.SOURCE_REMOVE)
            self.assertEqual(await Aiohttp.shield(inner), 'value')

        self.in_loop(body)

    def test_wait_future(self):
        async def body():
            quick, slow = future_of(1), future_of(2, 50000)
            done, pending = await Aiohttp.wait([quick, slow], return_when=Aiohttp.ReturnWhen.FIRST_COMPLETED)
            self.assertEqual((done, pending), ({quick}, {slow}))

        self.in_loop(body)

    def test_gio_task(self):
        async def body():
            task = Gio.Task.new(None, None, None)
            GLib.idle_add(lambda: task.return_int(7))
            self.assertIs(await Aiohttp.race([task, forever()]), task)
            self.assertEqual(task.propagate_int(), 7)

        self.in_loop(body)

    def test_group_of_futures(self):
        async def body():
            slow = Aiohttp.Future.new()
            with self.assertRaises(BaseExceptionGroup) as raised:
                async with Aiohttp.TaskGroup() as group:
                    group.add(slow)
                    group.add(future_of(busy(), 1))
                    group.create_task(forever())
                    await asyncio.sleep(50)
            self.assertTrue(slow.is_cancelled())
            self.assertTrue(raised.exception.exceptions[0].matches(Gio.io_error_quark(), Gio.IOErrorEnum.BUSY))

        self.in_loop(body)

    def test_group_abort(self):
        async def body():
            async with Aiohttp.TaskGroup() as group:
                task = group.create_task(forever())
                group.abort()
                await asyncio.sleep(0.001)
            self.assertTrue(task.cancelled())

        self.in_loop(body)

    def test_timed_out_is_both(self):
        async def body():
            with self.assertRaises(GLib.Error) as raised:
                async with Aiohttp.timeout(0):
                    await asyncio.sleep(50)
            self.assertIsInstance(raised.exception, TimeoutError)
            self.assertTrue(raised.exception.matches(Gio.io_error_quark(), Gio.IOErrorEnum.TIMED_OUT))

        self.in_loop(body)

    def test_chain_awaited(self):
        """A chain of futures, and what becomes of it under Python's await."""

        async def body():
            trace = []

            def add_one(future, *args):
                return Aiohttp.Future.new_for_value(future.result() + 1)

            def later(future, *args):
                return future_of(future.result() * 2, 1)

            def refuse(future, *args):
                raise busy()

            def recover(future, *args):
                trace.append(future.exception().message)
                return Aiohttp.Future.new_for_value('recovered')

            self.assertEqual(await future_of(20).and_then(add_one).and_then(later), 42)
            with self.assertRaisesRegex(GLib.Error, 'busy'):
                await future_of(20).and_then(refuse).and_then(add_one)
            self.assertEqual(await future_of(1).and_then(refuse).or_else(recover), 'recovered')
            self.assertEqual(await future_of(1).and_finally(lambda *args: trace.append('finally')), 1)
            self.assertEqual(trace, ['busy', 'finally'])

            source = Aiohttp.Future.new()
            waiting = asyncio.create_task(give_awaited(source.and_then(add_one)))
            await asyncio.sleep(0.001)
            waiting.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await waiting
            self.assertFalse(source.is_done())

        async def give_awaited(future):
            return await future

        self.in_loop(body)


class ContextVars(unittest.TestCase):
    def test_set_get_reset(self):
        var = Aiohttp.ContextVar.new('var', 'default')
        self.assertEqual(var.get(), 'default')
        token = var.set({'any': 'object'})
        self.assertEqual(var.get(), {'any': 'object'})
        var.reset(token)
        self.assertEqual(var.get(), 'default')
        with self.assertRaises(GLib.Error):
            var.reset(token)
        self.assertIsNone(Aiohttp.ContextVar.new('unset', None).get())

    def test_callbacks(self):
        var = Aiohttp.ContextVar.new('var', None)
        trace = []

        def look(*args):
            trace.append(var.get())
            var.set('lost')

        async def body():
            loop = Aiohttp.get_event_loop()
            future = Aiohttp.Future.new()
            var.set('one')
            context = Aiohttp.Context.copy()
            loop.call_soon(look)
            future.add_done_callback(look)
            var.set('two')
            loop.call_soon(look)
            loop.call_soon_with_context(context, look)
            future.set_boolean(True)
            await asyncio.sleep(0.001)
            self.assertEqual(trace, ['one', 'two', 'one', 'one'])
            self.assertEqual(var.get(), 'two')
            self.assertEqual(context.lookup(var), 'lost')

        Aiohttp.run(body())


class Echo(Aiohttp.Protocol):
    def do_connection_made(self, transport):
        self.transport = transport

    def do_data_received(self, data):
        self.transport.write(data)

    def do_connection_lost(self, error):
        self.transport = None


class Caller(Aiohttp.Protocol):
    received = b''

    def do_data_received(self, data):
        self.received += data.get_data()

    def do_connection_lost(self, error):
        self.lost.set_result(error)


class Connections(unittest.TestCase):
    def test_echo(self):
        async def body():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(Aiohttp.FunctionFactory.new(lambda *args: Echo()), '127.0.0.1')
            caller = Caller()
            caller.lost = loop.create_future()
            transport = await Aiohttp.get_event_loop().create_connection(caller, '127.0.0.1', server.get_port())
            transport.write(GLib.Bytes.new(b'hello'))
            transport.write_eof()
            self.assertIsNone(await caller.lost)
            self.assertEqual(caller.received, b'hello')
            server.close()

        Aiohttp.run(body())


class Executor(unittest.TestCase):
    def test_call(self):
        async def body():
            loop = Aiohttp.get_event_loop()
            here = threading.get_ident()
            there, text = await loop.run_in_executor(lambda text: (threading.get_ident(), text), 'text')
            self.assertNotEqual(there, here)
            self.assertEqual(text, 'text')
            with self.assertRaises(Oops):
                await loop.run_in_executor(raise_oops)
            future = loop.run_in_executor_future(lambda *args: GLib.Variant('i', 42))
            self.assertEqual((await future).unpack(), 42)

        def raise_oops():
            raise Oops

        Aiohttp.run(body())

    def test_cancelled_before_start(self):
        async def body():
            loop = Aiohttp.get_event_loop()
            go, ran = threading.Event(), []
            busy = [asyncio.create_task(loop.run_in_executor(go.wait)) for _ in range(loop.get_executor_size())]
            second = asyncio.create_task(loop.run_in_executor(ran.append, 1))
            await asyncio.sleep(0.001)
            second.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await second
            await asyncio.sleep(0.001)
            go.set()
            self.assertEqual(set(await asyncio.gather(*busy)), {True})
            self.assertEqual(ran, [])

        Aiohttp.run(body())


if __name__ == '__main__':
    unittest.main()
