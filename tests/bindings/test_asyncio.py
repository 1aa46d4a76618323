# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""asyncio, driven by the GMainContext."""

import asyncio
import os
import signal
import threading
import time
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


def kill_soon(number):
    threading.Timer(0.03, os.kill, (os.getpid(), number)).start()


class LoopTest(unittest.TestCase):
    def test_result_and_exception(self):
        async def answer():
            return 42

        async def fail():
            raise ValueError('no')

        self.assertEqual(Aiohttp.run(answer()), 42)
        with self.assertRaises(ValueError):
            Aiohttp.run(fail())

    def test_order_of_callbacks(self):
        trace = []

        async def step(name):
            for i in range(3):
                trace.append(f'{name}{i}')
                await asyncio.sleep(0)

        async def main():
            await asyncio.gather(step('a'), step('b'), step('c'))

        Aiohttp.run(main())
        ours, trace[:] = trace[:], []
        asyncio.run(main())
        self.assertEqual(ours, trace)

    def test_timers(self):
        async def main():
            loop = asyncio.get_running_loop()
            fired = []
            for delay in (0.03, 0.01, 0.02):
                loop.call_later(delay, fired.append, delay)
            loop.call_later(0.015, fired.append, 'cancelled').cancel()
            start = loop.time()
            await asyncio.sleep(0.05)
            self.assertEqual(fired, [0.01, 0.02, 0.03])
            self.assertLess(loop.time() - start, 0.5)
            self.assertGreaterEqual(loop.time() - start, 0.05)

        Aiohttp.run(main())

    def test_wait_for_and_gather(self):
        async def main():
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(asyncio.sleep(60), 0.01)
            self.assertEqual(await asyncio.gather(*(asyncio.sleep(0.01, i) for i in range(3))), [0, 1, 2])
            async with asyncio.timeout(1):
                await asyncio.sleep(0)

        Aiohttp.run(main())

    def test_tcp(self):
        async def echo(reader, writer):
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()

        async def main():
            server = await asyncio.start_server(echo, '127.0.0.1', 0)
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b'hello\n')
            self.assertEqual(await reader.read(), b'hello\n')
            writer.close()
            await writer.wait_closed()
            server.close()
            await server.wait_closed()

        Aiohttp.run(main())

    def test_subprocess_and_thread(self):
        async def main():
            process = await asyncio.create_subprocess_exec('cat', stdin=-1, stdout=-1)
            self.assertEqual(await process.communicate(b'through cat'), (b'through cat', None))
            self.assertEqual(process.returncode, 0)
            self.assertEqual(await asyncio.to_thread(lambda: 7), 7)
            done = asyncio.Event()
            loop = asyncio.get_running_loop()
            threading.Timer(0.01, loop.call_soon_threadsafe, (done.set,)).start()
            await asyncio.wait_for(done.wait(), 5)

        Aiohttp.run(main())

    def test_operations_of_gio(self):
        Aiohttp.promisify(Gio.File, 'load_bytes_async')
        Aiohttp.promisify(Gio.DataInputStream, 'read_line_async', 'read_line_finish_utf8')
        Aiohttp.promisify(Gio.DataInputStream, 'read_line_async', 'read_line_finish_utf8')  # twice does no harm

        async def main():
            content, _ = await Gio.File.new_for_path(__file__).load_bytes_async()
            self.assertIn(b'SPDX', content.get_data())
            with self.assertRaises(GLib.Error) as caught:
                await Gio.File.new_for_path('/nowhere').load_bytes_async()
            self.assertTrue(caught.exception.matches(Gio.io_error_quark(), Gio.IOErrorEnum.NOT_FOUND))
            lines = Gio.DataInputStream.new(Gio.MemoryInputStream.new_from_bytes(GLib.Bytes.new(b'one\ntwo')))
            self.assertEqual([(await lines.read_line_async())[0] for _ in range(3)], ['one', 'two', None])
            called = asyncio.get_running_loop().create_future()
            Gio.File.new_for_path(__file__).load_bytes_async(None, lambda file, result: called.set_result(result))
            await called
            reading, writing = os.pipe()
            waiting = Gio.DataInputStream.new(Gio.UnixInputStream.new(reading, True))
            asyncio.get_running_loop().call_soon(os.write, writing, b'later\n')
            self.assertEqual((await waiting.read_line_async())[0], 'later')
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(waiting.read_line_async(), 0.01)
            os.close(writing)

        Aiohttp.run(main())

    def test_glib_sources_run_beside(self):
        async def main():
            ticks = []

            def tick():
                ticks.append(1)
                return len(ticks) < 3

            GLib.timeout_add(2, tick)
            for _ in range(1000):
                if len(ticks) == 3:
                    break
                await asyncio.sleep(0.001)
            self.assertEqual(len(ticks), 3)
            # A task that is always ready does not starve GLib.
            done = []
            GLib.timeout_add(5, lambda: done.append(1))
            deadline = time.monotonic() + 5
            while not done and time.monotonic() < deadline:
                await asyncio.sleep(0)
            self.assertTrue(done)

        Aiohttp.run(main())

    def test_below_a_foreign_main_loop(self):
        main_loop = GLib.MainLoop()
        loop = Aiohttp.AsyncioEventLoop()

        async def work():
            self.assertIs(asyncio.get_running_loop(), loop)
            await asyncio.sleep(0.01)
            return 'done'

        task = loop.create_task(work())
        task.add_done_callback(lambda task: main_loop.quit())
        GLib.timeout_add_seconds(5, main_loop.quit)
        main_loop.run()
        self.assertEqual(task.result(), 'done')
        loop.close()

    def test_nested_main_loop(self):
        trace = []
        tasks = []

        def nest():
            main_loop = GLib.MainLoop()

            async def inner():
                await asyncio.sleep(0.005)
                trace.append('inner')
                main_loop.quit()

            tasks.append(asyncio.get_running_loop().create_task(inner()))
            main_loop.run()
            trace.append('left')
            return GLib.SOURCE_REMOVE

        async def main():
            GLib.idle_add(nest)
            await asyncio.sleep(0.05)

        Aiohttp.run(main())
        self.assertEqual(trace, ['inner', 'left'])

    def test_in_a_thread(self):
        result = []

        async def main():
            await asyncio.sleep(0.005)
            file = Gio.File.new_for_path(__file__)
            ready = asyncio.get_running_loop().create_future()
            file.query_info_async('standard::*', 0, 0, None, lambda file, done: ready.set_result(file.query_info_finish(done)))
            return (await ready).get_name()

        thread = threading.Thread(target=lambda: result.append(Aiohttp.run(main())))
        thread.start()
        thread.join(10)
        self.assertEqual(result, [os.path.basename(__file__)])

    def test_interrupt(self):
        trace = []

        async def main():
            kill_soon(signal.SIGINT)
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                trace.append('cancelled')
                raise

        with self.assertRaises(KeyboardInterrupt):
            Aiohttp.run(main())
        self.assertEqual(trace, ['cancelled'])

    def test_interrupt_without_runner(self):
        loop = Aiohttp.AsyncioEventLoop()
        kill_soon(signal.SIGINT)
        with self.assertRaises(KeyboardInterrupt):
            loop.run_forever()
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)
        loop.close()

    def test_second_interrupt(self):
        async def main():
            for _ in range(2):
                kill_soon(signal.SIGINT)
                try:
                    await asyncio.sleep(5)
                except asyncio.CancelledError:
                    pass

        with self.assertRaises(KeyboardInterrupt):
            Aiohttp.run(main())

    def test_signal_handler(self):
        async def main():
            loop = asyncio.get_running_loop()
            terminated = asyncio.Event()
            loop.add_signal_handler(signal.SIGTERM, terminated.set)
            kill_soon(signal.SIGTERM)
            await asyncio.wait_for(terminated.wait(), 5)
            loop.remove_signal_handler(signal.SIGTERM)
            kill_soon(signal.SIGINT)  # still seen without any asyncio handler
            await asyncio.sleep(60)

        with self.assertRaises(KeyboardInterrupt):
            Aiohttp.run(main())

    def test_exit_in_a_callback(self):
        async def main():
            asyncio.get_running_loop().call_soon(exit, 3)
            await asyncio.sleep(60)

        with self.assertRaises(SystemExit) as caught:
            Aiohttp.run(main())
        self.assertEqual(caught.exception.code, 3)

    def test_run_in_a_running_loop(self):
        async def main():
            with self.assertRaisesRegex(RuntimeError, 'await the coroutine'):
                Aiohttp.run(asyncio.sleep(0))

        Aiohttp.run(main())

    def test_debug_mode(self):
        async def main():
            self.assertTrue(asyncio.get_running_loop().get_debug())
            await asyncio.sleep(0)

        Aiohttp.run(main(), debug=True)

    def test_run_app_takes_the_properties_of_runner_and_server(self):
        def run(**options):
            kill_soon(signal.SIGTERM)
            Aiohttp.run_app(Aiohttp.Application(), host='127.0.0.1', port=0, **options)

        run(access_log=None, keepalive_timeout=5, shutdown_timeout=1)
        with self.assertRaisesRegex(TypeError, "unexpected keyword argument 'keepalive'"):
            Aiohttp.run_app(Aiohttp.Application(), port=0, keepalive=5)


if __name__ == '__main__':
    unittest.main()
