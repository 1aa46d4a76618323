# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Websockets between this library and others, in either role.

usage: run.py aiohttp|chromium|node|websockets client|server INTEROP-CLIENT INTEROP-SERVER

The role is the peer's. Each server says, in a line, how a websocket was closed; what the clients have checked is passed
on, and so is what they print.
"""

import importlib.util
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
NODE_MODULES = pathlib.Path('/usr/share/nodejs')  # Debian's
PATIENCE = 100


def find_peer(peer):
    """The command, without its role; None where it is not installed."""
    if peer == 'node':
        node = shutil.which('node')
        return [node, HERE / 'peer-node.js'] if node and (NODE_MODULES / 'ws').exists() else None
    if peer == 'chromium':
        found = shutil.which('chromium') or shutil.which('chromium-browser')
        return [sys.executable, HERE / 'peer_chromium.py'] if found else None
    found = importlib.util.find_spec(peer)
    return [sys.executable, HERE / f'peer_{peer}.py'] if found else None


class Program:
    def __init__(self, *command):
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)

    def read_line(self):
        return self.process.stdout.readline()

    def end(self):
        self.process.send_signal(signal.SIGTERM)

    def finish(self):
        """The rest of its output, once it is over."""
        output, errors = self.process.communicate(timeout=PATIENCE)
        return output, errors, self.process.returncode


class Results:
    """TAP of several programs, counted on."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, good, title, *details):
        self.count += 1
        self.failed += not good
        print(f'{"" if good else "not "}ok {self.count} {title}', flush=True)
        for detail in () if good else details:
            print('#', '\n# '.join(str(detail)[:4000].splitlines()), flush=True)

    def pass_on(self, line):
        if found := re.match(r'(not )?ok \d+ (.*)', line):
            self.check(not found[1], found[2])
        elif line.startswith('#'):
            print(line, end='', flush=True)

    def end(self):
        print(f'1..{self.count}')
        return bool(self.failed)


def watch(client, results, on_waiting):
    """Passes on what it says; ends the server when it waits for that."""
    waiting = False
    while line := client.read_line():
        results.pass_on(line)
        if line == 'waiting\n':
            waiting = True
            on_waiting()
    if not waiting:  # it has failed before
        on_waiting()
    output, errors, status = client.finish()
    results.check(status == 0, 'the client ends well', status, errors)


def check_server(server, results, said):
    output, errors, status = server.finish()
    results.check(status == 0 and not re.search('warning|critical|traceback', errors, re.I), 'the server ends well',
                  status, errors)
    for line in said:
        results.check(line in output, f'the server was told: {line.strip()}', output)


def talk_to_our_server(peer, name, interop_server, folder, results):
    files = [f'{folder}/certificate.pem', f'{folder}/key.pem']
    subprocess.run([interop_server, '--make-certificate', *files], check=True)
    plain, secure = Program(interop_server), Program(interop_server, *files)
    urls = [re.search(r'http(s?://127\.0\.0\.1:\d+)', server.read_line())[1] for server in (plain, secure)]
    client = Program(*peer, 'client', f'ws{urls[0]}/', f'ws{urls[1]}/', files[0])
    watch(client, results, plain.end)
    secure.end()
    # aiohttp answers any close with 1000.
    check_server(plain, results, ['closed 4001 bye é\n', *(['closed 3002 because é\n'] if name != 'aiohttp' else [])])
    check_server(secure, results, [])


def talk_to_their_server(peer, name, interop_client, interop_server, folder, results):
    files = [f'{folder}/certificate.pem', f'{folder}/key.pem']
    subprocess.run([interop_server, '--make-certificate', *files], check=True)
    server = Program(*peer, 'server', *files)
    urls = json.loads(server.read_line())
    options = ['--authority', files[0], *(['--no-parts'] if name == 'aiohttp' else [])]
    client = Program(interop_client, *options, *(f'{name}={url}' for name, url in urls.items()))
    watch(client, results, server.end)
    check_server(server, results, ['closed 4001'])


def main(name, role, interop_client, interop_server):
    peer = find_peer(name)
    if peer is None:
        print(f'1..0 # SKIP {name} is not installed')
        return 0
    os.environ['NODE_PATH'] = str(NODE_MODULES)
    os.environ['LC_ALL'] = 'C.UTF-8'
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        if role == 'client':
            talk_to_our_server(peer, name, interop_server, folder, results)
        else:
            talk_to_their_server(peer, name, interop_client, interop_server, folder, results)
    return results.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
