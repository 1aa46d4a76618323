# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A client that reads a generated gigabyte slowly: the server stays below 32 MiB and answers others meanwhile.

usage: gigabyte.py SERVER
"""

import http.client
import re
import socket
import subprocess
import sys
import time

SIZE = 1 << 30
LIMIT = 32 << 20


def peak_of(process):
    with open(f'/proc/{process.pid}/status') as status:
        return int(re.search(r'VmHWM:\s+(\d+) kB', status.read())[1]) * 1024


def hello(port):
    start = time.monotonic()
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=10)
    connection.request('GET', '/')
    good = connection.getresponse().read() == b'Hello'
    connection.close()
    return good, time.monotonic() - start


def read_slowly(port):
    """The bytes of the body, framing and all, and the slowest answer to others."""
    received = asked = slowest = 0
    with socket.create_connection(('127.0.0.1', port), 30) as peer:
        peer.sendall(b'GET /gigabyte HTTP/1.0\r\n\r\n')
        while data := peer.recv(1 << 16):
            if not received:
                data = data.partition(b'\r\n\r\n')[2]
            received += len(data)
            if received > asked * (SIZE // 32):
                asked += 1
                time.sleep(0.02)
                good, took = hello(port)
                slowest = max(slowest, took)
                if not good:
                    sys.exit('another request got a wrong answer')
    return received, slowest


def main(command):
    process = subprocess.Popen([command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r'127\.0\.0\.1:(\d+)', process.stdout.readline())[1])
        received, slowest = read_slowly(port)
        peak = peak_of(process)
    finally:
        process.terminate()
        process.wait(10)
    print(f'{received >> 20} MiB read; the server had {peak / (1 << 20):.1f} MiB resident at most; '
          f'the slowest answer to others took {slowest * 1000:.0f} ms')
    return not (received == SIZE and peak < LIMIT)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
