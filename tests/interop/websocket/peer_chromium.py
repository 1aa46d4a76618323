# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""A browser as a client. It sends no message in parts, and no ping.

usage: peer_chromium.py client URL TLS-URL CERTIFICATE
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent.parent / 'examples'))

import browser as chromium

from peer import check, done

# What each case uses.
PROLOGUE = """
const connect = (url, protocols = []) => new Promise((resolve, reject) => {
  const socket = new WebSocket(url, protocols);
  const queue = [];
  let wake = () => {};
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({data}) => { queue.push(data); wake(); };
  socket.next = async () => {
    while (!queue.length) await new Promise(woken => { wake = woken; });
    return queue.shift();
  };
  socket.closed = new Promise(closed => { socket.onclose = ({code, reason, wasClean}) => closed([code, reason, wasClean]); });
  socket.onopen = () => resolve(socket);
  socket.onerror = () => reject(new Error('refused'));
});
const sendAndReceive = async (socket, data) => { socket.send(data); return socket.next(); };
const largeText = 'The quick brown fox jumps over the lazy dog. '.repeat(24000).slice(0, 1 << 20);
const noise = new Uint8Array(1 << 20);
for (let i = 0; i < noise.length; i += 65536) crypto.getRandomValues(noise.subarray(i, i + 65536));
"""

EXCHANGE = """
const socket = await connect(URL);
const result = [socket.extensions,
  await sendAndReceive(socket, 'Grüße, 🌍') === 'Grüße, 🌍' && await sendAndReceive(socket, '') === '',
  await sendAndReceive(socket, largeText) === largeText];
const back = new Uint8Array(await sendAndReceive(socket, noise));
result.push(back.length === noise.length && back.every((octet, i) => octet === noise[i]));
let same = true;
for (let i = 0; i < 5; i++) same &&= await sendAndReceive(socket, largeText.slice(0, 1000)) === largeText.slice(0, 1000);
result.push(same, await sendAndReceive(socket, 'parts') === 'part é part é part é ');
socket.close();
return [...result, (await socket.closed)[2]];
"""


def run(browser, page, url, body):
    body = body.replace('URL', repr(url))
    return browser.evaluate(page, f'(async () => {{ {PROLOGUE} {body} }})()')


def exchange(browser, page, name, url):
    extensions, *good = run(browser, page, url, EXCHANGE)
    check(('permessage-deflate' in extensions) == (name != 'plain'), f'{name}: agrees on compression', extensions)
    for result, title in zip(good, ('text', '1 MiB of text', '1 MiB of noise', 'the same again', 'parts from the server',
                                    'close'), strict=True):
        check(result, f'{name}: {title}')


def ask(url, tls_url, certificate):
    with chromium.running('--ignore-certificate-errors') as browser:
        page = browser.open(url.replace('ws', 'http', 1) + 'page')
        exchange(browser, page, 'deflate', url)
        exchange(browser, page, 'plain', url + 'plain')
        exchange(browser, browser.open(tls_url.replace('ws', 'http', 1) + 'page'), 'tls', tls_url)
        got = run(browser, page, url, "const s = await connect(URL); s.close(4001, 'bye é'); return s.closed")
        check(got == [4001, '', True] or got == [4001, 'bye é', True], 'close', got)
        got = run(browser, page, url, "const s = await connect(URL); s.send('close 3002 because é'); return s.closed")
        check(got == [3002, 'because é', True], 'closed by the server', got)
        got = run(browser, page, url + 'pongs', "return sendAndReceive(await connect(URL), 'ping')")
        check(got == 'pong are you there', 'a ping of the server', got)
        got = run(browser, page, url, "return (await connect(URL, ['none', 'superchat', 'echo'])).protocol")
        check(got == 'superchat', 'a subprotocol', got)
        got = run(browser, page, url + 'refused', "return connect(URL).then(() => 'taken', error => error.message)")
        check(got == 'refused', '401', got)
        elsewhere = browser.open('data:text/html,<title>Elsewhere</title>')
        got = run(browser, elsewhere, url, "return connect(URL).then(() => 'taken', error => error.message)")
        check(got == 'refused', 'a page from elsewhere', got)
        run(browser, page, url, 'window.last = await connect(URL); return 1')
        print('waiting', flush=True)
        got = browser.evaluate(page, 'last.closed')
        check(got[0] == 1001 and got[2], 'the server goes away', got)
    done()


ask(*sys.argv[2:])
