# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A server in the main loop of a GTK program: under full load the window still draws."""

import os
import shutil
import socket
import sys
import threading

# GTK looks for its display while it is imported.
if 'DISPLAY' not in os.environ:
    if shutil.which('xvfb-run') is None:
        print('1..0 # SKIP xvfb-run is missing')
        sys.exit()
    os.execvp('xvfb-run', ['xvfb-run', '-a', '-e', '/dev/stderr', sys.executable, *sys.argv])
os.environ.update(GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_A11Y='none')

import gi

try:
    gi.require_version('Gtk', '4.0')
except ValueError:
    print('1..0 # SKIP GTK 4 has no typelib here')
    sys.exit()
gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib, Gtk

LOADERS = 8
PIPELINED = 16
REQUESTS = b'GET /%d HTTP/1.1\r\nHost: localhost\r\n\r\n'
FRAMES = 30


class Load:
    """Clients in threads, each with some requests under way at any time, until stopped."""

    def __init__(self, port):
        self.port = port
        self.answered = 0
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.run) for _ in range(LOADERS)]
        for thread in self.threads:
            thread.start()

    def run(self):
        requests = b''.join(REQUESTS % i for i in range(PIPELINED))
        with socket.create_connection(('127.0.0.1', self.port), timeout=60) as peer:
            while not self.stopped.is_set():
                peer.sendall(requests)
                received = b''
                while received.count(b'Hello') < PIPELINED:
                    data = peer.recv(65536)
                    if not data:
                        raise EOFError('the server closed the connection')
                    received += data
                self.answered += PIPELINED

    def stop(self, then):
        """Calls `then` when the last answers have come, for which the main loop has to go on."""
        self.stopped.set()

        def check():
            if any(thread.is_alive() for thread in self.threads):
                return True
            then()
            return False

        GLib.timeout_add(10, check)


class Window:
    """A window that asks for a new frame as soon as one is drawn."""

    def __init__(self, on_enough):
        self.frames = 0
        self.on_enough = on_enough
        self.label = Gtk.Label(label='Hello')
        self.window = Gtk.Window(child=self.label)
        self.window.present()
        self.label.get_frame_clock().connect('after-paint', self.painted)
        self.label.add_tick_callback(self.tick)

    def tick(self, label, clock):
        label.queue_draw()
        return True

    def painted(self, clock):
        self.frames += 1
        if self.frames == FRAMES:
            self.on_enough()


def hello(request):
    return Aiohttp.Response(text='Hello')


def main():
    Gtk.init()
    print('1..1', flush=True)
    loop = GLib.MainLoop()
    app = Aiohttp.Application()
    app.router.add_get('/{name}', hello)
    runner = Aiohttp.AppRunner(app=app, access_log=False)
    site = Aiohttp.TcpSite(runner=runner, host='127.0.0.1', port=0)
    state = {}

    def started(source, result):
        site.start_finish(result)
        state['load'] = Load(site.get_port())
        state['window'] = Window(enough)

    def enough():
        state['load'].stop(loop.quit)

    def cleaned(source, result):
        runner.cleanup_finish(result)
        loop.quit()

    runner.setup_async(None, lambda source, result: (source.setup_finish(result), site.start_async(None, started)))
    GLib.timeout_add_seconds(30, loop.quit)
    loop.run()
    runner.cleanup_async(None, cleaned)
    loop.run()

    frames, answered = state['window'].frames, state['load'].answered
    print(f"{'ok' if frames >= FRAMES and answered > FRAMES else 'not ok'} 1 /gtk/draws-under-load "
          f'# {frames} frames beside {answered} answers', flush=True)


main()
