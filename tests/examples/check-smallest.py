# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The README's servers, which have a fixed port: check-smallest.py COMMAND..."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request

PORT = 8080


def wait_for_port(process):
    for _ in range(1000):
        try:
            socket.create_connection(('127.0.0.1', PORT), timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    print('Bail out! the server does not listen')
    sys.exit(1)


def is_free():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', PORT))
        except OSError:
            return False
    return True


if not is_free():
    print(f'1..0 # SKIP port {PORT} is taken')
    sys.exit(0)

process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
try:
    wait_for_port(process)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f'http://127.0.0.1:{PORT}/Ada', timeout=60) as response:
        text = response.read().decode()
finally:
    process.send_signal(signal.SIGTERM)
    status = process.wait(60)
print(f'{"ok" if text == "Hello, Ada" else "not ok"} 1 answers {text!r}')
print(f'{"ok" if status == 0 else "not ok"} 2 ends with {status} on SIGTERM')
print('1..2')
sys.exit(text != 'Hello, Ada' or status != 0)
