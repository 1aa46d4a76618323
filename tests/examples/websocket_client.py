# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""A websocket's client of a few lines for the tests, which knows nothing of the library: blocking, whole frames only."""

import base64
import json
import os
import socket

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATIENCE = 30


class Client:
    def __init__(self, port, path='/ws', **fields):
        self.socket = socket.create_connection(('127.0.0.1', port), PATIENCE)
        self.file = self.socket.makefile('rb')
        lines = [f'GET {path} HTTP/1.1', f'Host: 127.0.0.1:{port}', 'Upgrade: websocket', 'Connection: Upgrade',
                 'Sec-WebSocket-Version: 13', f'Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}',
                 *(f'{name.replace("_", "-")}: {value}' for name, value in fields.items())]
        self.socket.sendall('\r\n'.join([*lines, '', '']).encode())
        self.status = int(self.file.readline().split()[1])
        self.fields = {}
        while (line := self.file.readline().decode().strip()):
            name, _, value = line.partition(':')
            self.fields[name.lower()] = value.strip()

    def send_head(self, length, opcode):
        """The masking key."""
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += b'\xfe' + length.to_bytes(2, 'big')
        else:
            head += b'\xff' + length.to_bytes(8, 'big')
        key = os.urandom(4)
        self.socket.sendall(head + key)
        return key

    def send(self, data, opcode=TEXT):
        data = data.encode() if isinstance(data, str) else data
        key = self.send_head(len(data), opcode)
        mask = int.from_bytes((key * (len(data) // 4 + 1))[:len(data)], 'big')
        self.socket.sendall((int.from_bytes(data, 'big') ^ mask).to_bytes(len(data), 'big'))

    def send_json(self, **value):
        self.send(json.dumps(value))

    def receive(self):
        """The opcode and the payload; the code for a close, None where there is nothing any more."""
        head = self.file.read(2)
        if len(head) < 2:
            return None, None
        length = head[1]
        if length >= 126:
            length = int.from_bytes(self.file.read(2 if length == 126 else 8), 'big')
        data = self.file.read(length)
        opcode = head[0] & 15
        if opcode == CLOSE:
            return opcode, int.from_bytes(data[:2], 'big')
        return opcode, data.decode() if opcode == TEXT else data

    def receive_json(self):
        opcode, data = self.receive()
        return json.loads(data) if opcode == TEXT else (opcode, data)

    def close(self, code=1000):
        """The server's own code."""
        self.send(code.to_bytes(2, 'big'), CLOSE)
        while (answer := self.receive())[0] not in (CLOSE, None):
            pass
        self.drop()
        return answer[1]

    def drop(self):
        self.file.close()
        self.socket.close()
