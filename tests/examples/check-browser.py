# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A browser opens the page of the events example and shows what the server sends. Skipped where there is no Chromium.

usage: check-browser.py COMMAND…
"""

import re
import signal
import subprocess
import sys

import browser as chromium

TICKS = "[...document.querySelectorAll('#list li')].map(item => item.textContent)"


def look_at(url):
    with chromium.running() as browser:
        page = browser.open(url)
        browser.wait_for(page, f'{TICKS}.length >= 2')
        return browser.evaluate(page, f'{TICKS}.slice(0, 2).join()'), browser.evaluate(page, 'document.title')


def main(*command):
    if chromium.find() is None:
        print('1..0 # SKIP no chromium')
        return 0
    server = subprocess.Popen([*command, '0'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = re.search(r'http://127\.0\.0\.1:(\d+)', server.stdout.readline())[1]
        shown, title = look_at(f'http://127.0.0.1:{port}/')
    finally:
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=60)
    good = shown == 'tick 1,tick 2' and title == 'Events'
    clean = server.returncode == 0 and not re.search('warning|critical|traceback', errors, re.I)
    print(f'1..2\n{"" if good else "not "}ok 1 the page shows {shown!r} under the title {title!r}')
    print(f'{"" if clean else "not "}ok 2 the server ends cleanly')
    for line in () if clean else errors.splitlines():
        print('#', line)
    return not (good and clean)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
