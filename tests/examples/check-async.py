# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The examples of examples/async, which say the same in every language: check-async.py NAME LANGUAGE COMMAND..."""

import http.server
import subprocess
import sys
import threading

READ = 'read the page\n' * 3
TICKS = 'tick 1\ntick 2\ntick 3\n'
DID = ''.join(f'did job {number}\n' for number in range(1, 6))
EXPECTED = {
    'callbacks': 'Hello, one\nHello, two\n',
    'promises': 'Hello, one\nHello, two\nall: two pages\n',
    'coroutines': 'one\ntwo\nthree\n',
    'await': 'Hello, one\nHello, two\n',
    'lock': 'fetching\n' + READ,
    'producer-consumer': DID + 'all done\n',
    'timer': TICKS,
    'thread-job': 'the loop goes on\nthe sum is 500000500000\n',
}
OTHERWISE = {('thread-job', 'js'): 'the loop goes on\na folder\n'}
# Two pages are fetched side by side there.
ANY_ORDER = {'promises'}


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f'Hello, {self.path[1:]}'.encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main(name, language, *command):
    expected = OTHERWISE.get((name, language), EXPECTED[name])
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hello) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        url = f'http://127.0.0.1:{server.server_address[1]}'
        done = subprocess.run([*command, url], capture_output=True, text=True, timeout=60)
        server.shutdown()
    found = done.stdout
    if name in ANY_ORDER:
        found, expected = sorted(found.splitlines()), sorted(expected.splitlines())
    good = found == expected and not done.returncode and not done.stderr
    print(f'{"" if good else "not "}ok 1 {name} in {language}')
    for line in () if good else (done.stdout + done.stderr + f'status {done.returncode}').splitlines():
        print('#', line)
    print('1..1')
    return not good


sys.exit(main(*sys.argv[1:]))
