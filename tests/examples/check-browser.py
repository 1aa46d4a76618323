# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A browser opens the page of the events example and shows what the server sends. Skipped where there is no Chromium.

usage: check-browser.py COMMAND…
"""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 60


class Browser:
    """A headless Chromium, spoken to by its DevTools protocol over a pipe: JSON between NUL bytes."""

    def __init__(self, program, profile):
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
                   '--disable-background-networking', '--disable-component-update', '--disable-extensions',
                   f'--user-data-dir={profile}', '--remote-debugging-pipe']

        def take_pipes():  # the browser reads 3 and writes 4
            high = [os.dup2(commands, 200), os.dup2(answers, 201)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen([program, *options], preexec_fn=take_pipes, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.number = 0
        self.received = b''
        self.deadline = time.monotonic() + PATIENCE

    def read(self):
        while b'\0' not in self.received:
            ready, _, _ = select.select([self.answers], [], [], max(0, self.deadline - time.monotonic()))
            data = os.read(self.answers, 65536) if ready else b''
            if not data:
                raise RuntimeError('the browser does not answer')
            self.received += data
        message, _, self.received = self.received.partition(b'\0')
        return json.loads(message)

    def call(self, method, session=None, **params):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': params}
        if session is not None:
            message['sessionId'] = session
        os.write(self.commands, json.dumps(message).encode() + b'\0')
        while (answer := self.read()).get('id') != self.number:
            pass
        if 'error' in answer:
            raise RuntimeError(f'{method}: {answer["error"]}')
        return answer['result']

    def open(self, url):
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        self.call('Page.navigate', session, url=url)
        return session

    def evaluate(self, session, expression):
        """The value; a promise's once it is settled."""
        result = self.call('Runtime.evaluate', session, expression=expression, returnByValue=True, awaitPromise=True)
        return result['result'].get('value')

    def close(self):
        os.close(self.commands)
        os.close(self.answers)
        self.process.terminate()
        self.process.wait(20)


# Settles when the page has shown a second tick.
SHOWN = """new Promise(resolve => {
  const look = () => {
    const items = [...document.querySelectorAll('#list li')].map(item => item.textContent);
    if (items.length >= 2) resolve(items.slice(0, 2).join());
    else setTimeout(look, 20);
  };
  look();
})"""


def look_at(program, url):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            page = browser.open(url)
            return browser.evaluate(page, SHOWN), browser.evaluate(page, 'document.title')
        finally:
            browser.close()


def main(*command):
    program = shutil.which('chromium') or shutil.which('chromium-browser')
    if program is None:
        print('1..0 # SKIP no chromium')
        return 0
    server = subprocess.Popen([*command, '0'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = re.search(r'http://127\.0\.0\.1:(\d+)', server.stdout.readline())[1]
        shown, title = look_at(program, f'http://127.0.0.1:{port}/')
    finally:
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=20)
    good = shown == 'tick 1,tick 2' and title == 'Events'
    clean = server.returncode == 0 and not re.search('warning|critical|traceback', errors, re.I)
    print(f'1..2\n{"" if good else "not "}ok 1 the page shows {shown!r} under the title {title!r}')
    print(f'{"" if clean else "not "}ok 2 the server ends cleanly')
    for line in () if clean else errors.splitlines():
        print('#', line)
    return not (good and clean)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
