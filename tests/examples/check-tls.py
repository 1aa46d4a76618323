# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The https examples: check-tls.py COMMAND... is given a certificate, answers, takes a new one, and ends."""

import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

reloads = sys.argv[1] == '--reload'
command = sys.argv[2:] if reloads else sys.argv[1:]
number = 0
failed = 0


def check(good, title, detail):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    if not good:
        print(f'# {detail!r}')


def write(file, text):
    with open(file, 'w') as stream:
        stream.write(text)


def fetch(port, certificate):
    context = ssl.create_default_context(cadata=certificate.props.certificate_pem)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(f'https://127.0.0.1:{port}/', timeout=60) as response:
            return response.read().decode()
    except OSError as error:
        return str(error)


with tempfile.TemporaryDirectory() as folder:
    first, second = Aiohttp.test_certificate_new(None), Aiohttp.test_certificate_new(None)
    files = f'{folder}/certificate.pem', f'{folder}/key.pem'

    def save(certificate):
        write(files[0], certificate.props.certificate_pem)
        write(files[1], certificate.props.private_key_pem)

    save(first)
    process = subprocess.Popen([*command, *files, '0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        found = re.search(r'https://127\.0\.0\.1:(\d+)', process.stdout.readline())
        check(found, 'says where it serves', found)
        text = fetch(found[1], first)
        check(text.startswith('Hello by TLS_'), 'answers', text)
        if reloads:
            save(second)
            process.send_signal(signal.SIGHUP)
            for _ in range(1000):
                text = fetch(found[1], second)
                if text.startswith('Hello'):
                    break
                time.sleep(0.05)
            check(text.startswith('Hello'), 'takes a new certificate', text)
    finally:
        process.send_signal(signal.SIGTERM)
        status = process.wait(60)
    check(status == 0, 'ends on SIGTERM', status)
print(f'1..{number}')
sys.exit(bool(failed))
