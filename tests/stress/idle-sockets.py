# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Idle websockets with a heartbeat in one process: what each costs in memory, and all of them in CPU.

usage: idle-sockets.py SERVER [COUNT [HEARTBEAT [SECONDS]]]

The peers are raw sockets of this process, which answer each ping by a pong. Memory is the server's own (the kernel's
socket buffers are not in it), as far as it grew behind the first hundred sockets.
"""

import os
import re
import resource
import select
import socket
import subprocess
import sys
import time

STYLES = ('signals', 'coroutine')
LIMITS = {'signals': 4096, 'coroutine': 4096 + 8192}
WARM = 100
PONG = b'\x8a\x80\0\0\0\0'
HELLO = b'\x81\x85\0\0\0\0hello'
HEAD = ('GET /{} HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')


class Server:
    def __init__(self, command, heartbeat):
        self.process = subprocess.Popen([command, str(heartbeat)], stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r'127\.0\.0\.1:(\d+)', self.process.stdout.readline())[1])

    def memory(self):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as status:
            return int(re.search(r'RssAnon:\s+(\d+) kB', status.read())[1]) * 1024

    def cpu(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as stat:
            fields = stat.read().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Peers:
    def __init__(self, port, style):
        self.address = ('127.0.0.1', port)
        self.head = HEAD.format(style).encode()
        self.sockets = {}
        self.poll = select.epoll()
        self.pongs = 0

    def open(self):
        peer = socket.create_connection(self.address, 30)
        peer.sendall(self.head)
        head = b''
        while not head.endswith(b'\r\n\r\n'):
            head += peer.recv(4096)
        if not head.startswith(b'HTTP/1.1 101 '):
            sys.exit(f'no websocket: {head!r}')
        self.sockets[peer.fileno()] = peer
        self.poll.register(peer.fileno(), select.EPOLLIN)

    def fill(self, count):
        while len(self.sockets) < count:
            self.open()
            if len(self.sockets) % 50 == 0:
                self.answer(0)

    def answer(self, seconds):
        """Answers pings for so long, of every socket that has one."""
        end = time.monotonic() + seconds
        while True:
            ready = self.poll.poll(max(0, end - time.monotonic()))
            for fd, _ in ready:
                got = self.sockets[fd].recv(4096)
                if got.strip(b'\x89\0'):
                    sys.exit(f'a frame that nobody asked for: {got!r}')
                if not got:
                    sys.exit('the server closed a socket')
                self.sockets[fd].sendall(PONG)
                self.pongs += 1
            if time.monotonic() >= end and not ready:
                return

    def echo(self):
        """Every tenth still works."""
        for peer in list(self.sockets.values())[::10]:
            peer.sendall(HELLO)
            got = b''
            while not got.endswith(b'\x81\x05hello'):
                more = peer.recv(4096)
                if not more:
                    sys.exit('the server closed a socket')
                got += more


def measure(command, style, count, heartbeat, seconds):
    server = Server(command, heartbeat)
    try:
        peers = Peers(server.port, style)
        peers.fill(WARM)
        before = server.memory()
        peers.fill(WARM + count)
        peers.answer(heartbeat)
        memory = (server.memory() - before) / count
        peers.pongs = 0
        start, cpu = time.monotonic(), server.cpu()
        peers.answer(seconds)
        cpu = (server.cpu() - cpu) / (time.monotonic() - start)
        pongs = peers.pongs / seconds
        grown = (server.memory() - before) / count
        peers.echo()
    finally:
        server.stop()
    print(f'{style}: {count} sockets, {memory:.0f} bytes each, {grown:.0f} after {seconds:.0f} s; '
          f'{cpu * 1000:.1f} ms of CPU a second for {pongs:.0f} pings and pongs', flush=True)
    return max(memory, grown) <= LIMITS[style]


def main(command, count=10000, heartbeat=10.0, seconds=20.0):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    most = (hard if hard != resource.RLIM_INFINITY else 1 << 20) - WARM - 100
    if int(count) > most:
        print(f'{count} sockets are more than the limit of {hard} open files lets this process have: {most}')
        count = most
    good = [measure(command, style, int(count), float(heartbeat), float(seconds)) for style in STYLES]
    return not all(good)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
