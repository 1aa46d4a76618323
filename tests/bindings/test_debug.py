# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Debug mode from Python: by run (debug=True), by AIOHTTP_DEBUG, and with Python's own stack."""

import asyncio
import os
import subprocess
import sys
import textwrap
import threading
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

HEAD = '''
import asyncio, gc, gi
gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

'''


def messages(program, **environment):
    """What a program logs."""
    environment = {**os.environ, 'G_MESSAGES_DEBUG': '', **environment}
    done = subprocess.run([sys.executable, '-c', HEAD + textwrap.dedent(program)], env=environment,
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stderr


LEAVE_OPEN = '''
    def make_session():
        return Aiohttp.ClientSession()

    async def main():
        session = make_session()
        del session
        gc.collect()
'''

BLOCK = '''
    def block():
        pass

    async def main():
        loop = asyncio.get_running_loop()
        loop.slow_callback_duration = 0
        Aiohttp.get_event_loop().call_soon(block)
        await asyncio.sleep(0.001)

    Aiohttp.run(main(), debug=True)
'''

SERVE = '''
    def look_up(table):
        return table['no such key']

    async def handler(request):
        return Aiohttp.Response.new_text(200, look_up({}))

    async def main():
        app = Aiohttp.Application()
        app.router.add_get('/', handler)
        server = Aiohttp.TestServer.new(app)
        await server.start()
        async with Aiohttp.ClientSession() as session:
            async with session.get(server.make_url('/')) as response:
                print(response.status, await response.text())
        await server.stop()
'''

FAIL = '''
    def fail():
        future = Aiohttp.Future()
        future.set_error(GLib.Error('it broke', 'aiohttp-error-quark', 0))

    async def main():
        fail()
        gc.collect()

    Aiohttp.run(main(), debug=True)
'''


class DebugTest(unittest.TestCase):
    def test_run(self):
        seen = []

        async def main():
            seen.append((asyncio.get_running_loop().get_debug(), Aiohttp.get_event_loop().get_debug()))

        before = Aiohttp.get_event_loop().get_debug()
        Aiohttp.run(main(), debug=True)
        Aiohttp.run(main(), debug=False)
        self.assertEqual(seen, [(True, True), (False, False)])
        self.assertEqual(Aiohttp.get_event_loop().get_debug(), before)

    def test_slow_callback_duration(self):
        async def main():
            loop = asyncio.get_running_loop()
            self.assertEqual(loop.slow_callback_duration, 0.1)
            loop.slow_callback_duration = 0.25
            self.assertEqual(Aiohttp.get_event_loop().slow_callback_duration, 0.25)
            loop.slow_callback_duration = 0.1

        Aiohttp.run(main())

    def test_unclosed(self):
        text = messages(LEAVE_OPEN + '    Aiohttp.run(main(), debug=True)\n')
        self.assertIn('Unclosed client session: AiohttpClientSession (0x', text)
        self.assertRegex(text, r'line \d+, in make_session\n')
        self.assertNotIn('_aiohttp_', text)

    def test_off(self):
        self.assertEqual(messages(LEAVE_OPEN + '    Aiohttp.run(main())\n'), '')

    def test_environment(self):
        text = messages(LEAVE_OPEN + '    Aiohttp.run(main())\n', AIOHTTP_DEBUG='1')
        self.assertIn('Unclosed client session', text)
        messages('''
            async def main():
                assert asyncio.get_running_loop().get_debug()

            Aiohttp.run(main())
        ''', AIOHTTP_DEBUG='1')

    def test_slow_callback(self):
        text = messages(BLOCK)
        self.assertIn('Executing the callback', text)
        self.assertIn('in main\n', text)

    def test_error_that_nobody_asked_for(self):
        text = messages(FAIL)
        self.assertIn('Nobody asked for the error of AiohttpFuture (0x', text)
        self.assertIn('it broke', text)
        self.assertRegex(text, r'line \d+, in fail\n')

    def test_body_of_a_500(self):
        """A server in debug mode shows the traceback of its handler, and no other does."""
        def body(run):
            program = HEAD + textwrap.dedent(SERVE + run)
            return subprocess.run([sys.executable, '-c', program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  text=True, check=True).stdout

        shown = body('    Aiohttp.run(main(), debug=True)\n')
        self.assertRegex(shown, r'500 [^\0]*Traceback [^\0]* in look_up\n[^\0]*KeyError: .no such key')
        hidden = body('    Aiohttp.run(main())\n')
        self.assertIn('500 ', hidden)
        self.assertNotIn('look_up', hidden)
        self.assertNotIn('no such key', hidden)

    def test_wrong_thread(self):
        async def main():
            native = Aiohttp.get_event_loop()
            errors = []

            def call():
                try:
                    native.call_soon(print)
                except GLib.Error as error:
                    errors.append(error)

            # In a turn of the main loop that debug mode has seen.
            await asyncio.sleep(0.001)
            thread = threading.Thread(target=call)
            thread.start()
            thread.join()
            self.assertEqual(len(errors), 1)
            self.assertTrue(errors[0].matches(Aiohttp.error_quark(), Aiohttp.Error.WRONG_THREAD))

        Aiohttp.run(main(), debug=True)

    def test_name(self):
        queue = Aiohttp.Queue.new(0)
        Aiohttp.debug_set_name(queue, 'jobs')
        self.assertEqual(Aiohttp.debug_get_name(queue), 'jobs')
        self.assertIn('AiohttpQueue “jobs” (0x', Aiohttp.debug_describe(queue))


if __name__ == '__main__':
    unittest.main()
