/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Errors of the client bring what they are about: `error.info.status`.

const {GLib} = imports.gi;

let infoOf = () => null;

function addInfo(error, info) {
    if (error instanceof GLib.Error && info !== null)
        error.info = info;
    return error;
}

// `error`, with its Aiohttp.ClientErrorInfo as `info` where it has one.
function withInfo(error) {
    return addInfo(error, error instanceof GLib.Error ? infoOf(error) : null);
}

function completeClientErrors(Aiohttp) {
    const domain = Aiohttp.client_error_quark();
    infoOf = error => error.domain === domain ? Aiohttp.ClientErrorInfo.for_error(error) : null;

    const response = Aiohttp.ClientResponse.prototype;
    for (const name of ['raise_for_status', 'require_json']) {
        const check = response[name];
        response[name] = function () {
            try {
                return check.call(this);
            } catch (error) {
                throw addInfo(error, Aiohttp.ClientErrorInfo.for_response(this));
            }
        };
    }
}
