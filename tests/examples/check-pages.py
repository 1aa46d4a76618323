# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The pages of the websocket examples in a browser. Skipped where there is no Chromium.

usage: check-pages.py chart|chat SERVER…
"""

import json
import re
import signal
import subprocess
import sys

import browser as chromium

number = 0
failed = 0


def check(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}', flush=True)
    for detail in () if good else details:
        print('#', repr(detail)[:2000])


def connected(browser, page):
    return browser.wait_for(page, "document.getElementById('status').classList.contains('open')")


# What a person sees.
SHOWN = "[...document.querySelectorAll('#log .message p')].map(item => item.textContent)"
PEOPLE = "[...document.querySelectorAll('#people li')].map(item => item.lastChild.textContent)"
ROOMS = "[...document.querySelectorAll('#rooms button')].map(item => [...item.children].map(part => part.textContent).join(' '))"
EVIL = '<img src=x onerror="window.harmed = true"><script>window.harmed = true</script>'


def say(browser, page, text):
    browser.evaluate(page, f"""document.getElementById('text').focus();
      document.getElementById('text').value = {json.dumps(text)};
      document.getElementById('send').click()""")


def wait_for(browser, page, expression, wanted, title):
    """Waits until it is so; a test that fails runs into the patience of the browser."""
    browser.wait_for(page, f'JSON.stringify({expression}) === JSON.stringify({json.dumps(wanted)})')
    check(True, title)


def check_chat(browser, url, restart):
    ada = browser.open(url, alone=True)
    browser.wait_for(ada, "document.getElementById('who').open")
    browser.evaluate(ada, """document.querySelector('#who input').value = 'Ada';
      document.querySelector('#who button').click()""")
    connected(browser, ada)
    check(True, 'asks for a name')
    bob = browser.open(url + '?name=%3Ci%3EBob', alone=True)
    connected(browser, bob)
    wait_for(browser, ada, PEOPLE, ['<i>Bob', 'Ada (you)'], 'who is there')
    say(browser, ada, 'Hello, Bob')
    wait_for(browser, bob, SHOWN, ['Hello, Bob'], 'one page hears the other')
    say(browser, bob, EVIL)
    wait_for(browser, ada, SHOWN, ['Hello, Bob', EVIL], 'and the other way round, as text')
    harm = browser.evaluate(ada, "window.harmed ?? document.querySelectorAll('#log img, #log script, i').length")
    check(harm == 0, 'nothing that was said becomes HTML', harm)
    browser.evaluate(bob, "enter('music')")
    wait_for(browser, bob, PEOPLE, ['<i>Bob (you)'], 'another room')
    say(browser, ada, 'Are you gone?')
    wait_for(browser, bob, ROOMS, ['help', 'lobby 1', 'music'], 'unread messages')
    check((got := browser.evaluate(bob, 'document.title')) == '(1) Chat', 'in the title, too', got)
    browser.evaluate(bob, "[...document.querySelectorAll('#rooms button')][1].click()")
    wait_for(browser, bob, SHOWN, ['Hello, Bob', EVIL, 'Are you gone?'], 'which are read in their room')
    wait_for(browser, bob, ROOMS, ['help', 'lobby', 'music'], 'and then are unread no more')
    for page in (ada, bob):
        browser.evaluate(page, 'window.first = socket; 1')
    restart()
    for page in (ada, bob):
        browser.wait_for(page, "socket !== first && document.getElementById('status').className === 'open'")
    check(True, 'connect again when the server is back')
    wait_for(browser, ada, PEOPLE, ['<i>Bob', 'Ada (you)'], 'to the same rooms')
    say(browser, bob, 'Here I am')
    browser.wait_for(ada, f"{SHOWN}.includes('Here I am')")
    check(True, 'and go on')


def check_chart(browser, url, restart):
    page = browser.open(url)
    connected(browser, page)
    browser.wait_for(page, 'points.length >= 5')
    cards = browser.evaluate(page, "[...document.querySelectorAll('#cards li')].map(card => card.innerText)")
    check(len(cards) == 3 and all(re.search(r'\d+\.\d °C', card) for card in cards), 'values', cards)
    # Only the lines are in these colours.
    drawn = """['#0f8f83', '#3f6fd8', '#d2631e'].map(colour => {
      const wanted = [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));
      const {data} = brush.getImageData(0, 0, canvas.width, canvas.height);
      let n = 0;
      for (let i = 0; i < data.length; i += 4)
        n += wanted.every((value, j) => Math.abs(data[i + j] - value) < 3) && data[i + 3] === 255;
      return n;
    })"""
    browser.wait_for(page, f'{drawn}.every(n => n > 20)')
    check(True, 'lines of three colours')
    browser.evaluate(page, "document.getElementById('pause').click()")
    length = browser.evaluate(page, 'window.first = socket; points.length')
    restart()
    browser.wait_for(page, 'socket !== first && socket.readyState === 1')
    browser.evaluate(page, "document.getElementById('pause').click()")
    browser.wait_for(page, f'points.length >= {length} + 3')
    check(True, 'goes on after a pause and a restart of the server')


class Server:
    def __init__(self, command):
        self.command = command
        self.port = '0'
        self.clean = True
        self.start()

    def start(self):
        self.process = subprocess.Popen([*self.command, self.port], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        self.port = re.search(r'http://127\.0\.0\.1:(\d+)', self.process.stdout.readline())[1]

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=60)
        if self.process.returncode != 0 or re.search('warning|critical', errors, re.I):
            self.clean = False
            print('#', errors)

    def restart(self):
        self.end()
        self.start()


def main(name, *command):
    if chromium.find() is None:
        print('1..0 # SKIP no chromium')
        return 0
    server = Server(command)
    try:
        with chromium.running() as browser:
            {'chart': check_chart, 'chat': check_chat}[name](browser, f'http://127.0.0.1:{server.port}/', server.restart)
    finally:
        server.end()
    check(server.clean, 'the server ends cleanly')
    print(f'1..{number}')
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
