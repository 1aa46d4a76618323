#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A login as OAuth has it for programs (RFC 8252): the browser comes back to a server of our own on loopback. A secret
// of each login (PKCE, RFC 7636) makes the code worthless to whoever else should see it.
// usage: login.js URL [--no-browser]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Soup from 'gi://Soup?version=3.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

const base64url = bytes => GLib.base64_encode(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

// What nobody can guess.
function makeSecret() {
    const stream = Gio.File.new_for_path('/dev/urandom').read(null);
    return base64url(stream.read_bytes(32, null).toArray());
}

// PKCE: shows at first only a digest of the secret.
function makeChallenge(verifier) {
    const hex = GLib.compute_checksum_for_string(GLib.ChecksumType.SHA256, verifier, -1);
    return base64url(Uint8Array.from(hex.match(/../g), digits => parseInt(digits, 16)));
}

function openBrowser(url) {
    if (System.programArgs.includes('--no-browser'))
        print(`Open ${url}`);
    else
        Gio.AppInfo.launch_default_for_uri(url, null);
}

// Lets the user agree in the browser: the code that the server of the login sends along, and where to.
async function ask(verifier) {
    const state = makeSecret();
    const app = new Aiohttp.Application();
    const runner = new Aiohttp.AppRunner({app, access_log: false});
    let isDone = false;
    const answer = new Promise((resolve, reject) => {
        app.router.add_get('/callback', request => {
            const {state: given, code, error} = request.query;
            if (given !== state || isDone)
                return new Aiohttp.Response({status: 403, text: 'This is not the login that was begun here.'});
            isDone = true;
            if (!code) {
                reject(new Error(error ?? 'no code'));
                return 'The login has failed.';
            }
            resolve(code);
            return 'You may close this page.';
        });
    });
    await runner.setup();
    const site = new Aiohttp.TcpSite({runner, host: '127.0.0.1', port: 0});
    await site.start();
    const redirectUri = `http://127.0.0.1:${site.get_port()}/callback`;
    openBrowser(`${base}/authorize?${Soup.form_encode_hash({
        response_type: 'code', client_id: 'example', redirect_uri: redirectUri, state,
        code_challenge: makeChallenge(verifier), code_challenge_method: 'S256',
    })}`);
    try {
        return [await Aiohttp.wait_for(answer, 300), redirectUri];
    } finally {
        await runner.cleanup();
    }
}

const verifier = makeSecret();
const [code, redirectUri] = await ask(verifier);
const session = new Aiohttp.ClientSession({raise_for_status: true});
const response = await session.post(`${base}/token`, {data: {
    grant_type: 'authorization_code', code, redirect_uri: redirectUri, client_id: 'example', code_verifier: verifier,
}});
const {access_token: token} = await response.json();
const me = await session.get(`${base}/me`, {headers: {Authorization: Aiohttp.encode_bearer_auth(token)}});
print(await me.text());
await session.close();
