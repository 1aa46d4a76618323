# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""A headless Chromium for the tests, spoken to by its DevTools protocol over a pipe."""

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile

PATIENCE = 60


def find():
    return shutil.which('chromium') or shutil.which('chromium-browser')


@contextlib.contextmanager
def running(*options):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(find(), profile, *options)
        try:
            yield browser
        finally:
            browser.close()


class Browser:
    """A headless Chromium, spoken to by its DevTools protocol over a pipe: JSON between NUL bytes."""

    def __init__(self, program, profile, *more):
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()
        options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
                   '--disable-background-networking', '--disable-component-update', '--disable-extensions',
                   f'--user-data-dir={profile}', '--remote-debugging-pipe', *more]

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

    def read(self):
        while b'\0' not in self.received:
            ready, _, _ = select.select([self.answers], [], [], PATIENCE)
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

    def open(self, url, *, alone=False, **emulation):
        """A new page; `alone`: with storage of its own, as if by another person."""
        where = {'browserContextId': self.call('Target.createBrowserContext')['browserContextId']} if alone else {}
        target = self.call('Target.createTarget', url='about:blank', **where)['targetId']
        session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for method, params in emulation.items():
            self.call(f'Emulation.{method}', session, **params)
        self.call('Page.navigate', session, url=url)
        return session

    def evaluate(self, session, expression):
        """The value; a promise's once it is settled."""
        result = self.call('Runtime.evaluate', session, expression=expression, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in result:
            raise RuntimeError(f'{expression}: {result["exceptionDetails"]}')
        return result['result'].get('value')

    def wait_for(self, session, expression):
        """The expression's value, as soon as it is one that counts."""
        return self.evaluate(session, f"""new Promise(resolve => {{
          const look = () => {{
            let value = null;
            try {{ value = {expression}; }} catch {{}}
            if (value) resolve(value);
            else setTimeout(look, 10);
          }};
          look();
        }})""")

    def screenshot(self, session, path):
        data = self.call('Page.captureScreenshot', session)['data']
        with open(path, 'wb') as file:
            file.write(base64.b64decode(data))

    def close(self):
        os.close(self.commands)
        os.close(self.answers)
        self.process.terminate()
        self.process.wait(20)
