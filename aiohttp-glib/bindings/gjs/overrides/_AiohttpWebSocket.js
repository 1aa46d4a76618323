/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// WebSockets: `for await`, messages with data, and a server's response that is used as its websocket.

const {GLib} = imports.gi;
const {toBytes} = imports.overrides._AiohttpShared;

function define(proto, name, get) {
    Object.defineProperty(proto, name, {get, configurable: true, enumerable: true});
}

function toPayload(data) {
    return toBytes(typeof data === 'string' ? new TextEncoder().encode(data) : data ?? new Uint8Array());
}

function completeMessage(Aiohttp) {
    const Type = Aiohttp.WebSocketMessageType;
    const message = Aiohttp.WebSocketMessage.prototype;

    define(message, 'type', function () {
        return this.get_message_type();
    });
    define(message, 'text', function () {
        return this.get_text();
    });
    define(message, 'bytes', function () {
        return this.get_bytes().toArray();
    });
    define(message, 'close_code', function () {
        return this.get_close_code();
    });
    define(message, 'reason', function () {
        return this.get_reason();
    });
    // The text, the bytes, or the close code.
    define(message, 'data', function () {
        const type = this.get_message_type();
        if (type === Type.TEXT)
            return this.get_text();
        return type === Type.CLOSE ? this.get_close_code() : this.get_bytes().toArray();
    });
    message.json = function () {
        return JSON.parse(this.get_text());
    };
}

function completeSocket(Aiohttp) {
    const {WebSocketMessageType: Type, WebSocketCompression: Compression} = Aiohttp;
    const socket = Aiohttp.WebSocket.prototype;
    const {send_frame: sendFrame, send_bytes: sendBytes, close, receive_bytes: receiveBytes} = socket;
    const choose = compress => compress === undefined || compress === null ? Compression.DEFAULT
        : compress ? Compression.ALWAYS : Compression.NEVER;

    socket.send_bytes = function (data, {compress, cancellable = null} = {}) {
        if (compress === undefined)
            return sendBytes.call(this, toPayload(data), cancellable);
        return sendFrame.call(this, Type.BINARY, toPayload(data), choose(compress), cancellable);
    };
    socket.send_frame = function (type, data, compression = Compression.DEFAULT, cancellable = null) {
        return sendFrame.call(this, type, toPayload(data), compression, cancellable);
    };
    socket.send_json = function (value, options) {
        return this.send_frame(Type.TEXT, JSON.stringify(value), choose(options?.compress), options?.cancellable ?? null);
    };
    socket.receive_json = async function (cancellable = null) {
        return JSON.parse(await this.receive_str(cancellable));
    };
    socket.receive_bytes = async function (cancellable = null) {
        const bytes = await receiveBytes.call(this, cancellable);
        return bytes instanceof GLib.Bytes ? bytes.toArray() : bytes;
    };
    socket.ping = function (data) {
        return this.send_frame(Type.PING, data);
    };
    socket.pong = function (data) {
        return this.send_frame(Type.PONG, data);
    };
    socket.close = function ({code = 1000, reason = null, cancellable = null} = {}) {
        return close.call(this, code, reason, cancellable);
    };
    socket[Symbol.asyncIterator] = function () {
        return {
            next: async () => {
                const value = await this.next();
                return {value, done: value === null};
            },
            // A loop that is left early leaves the websocket open.
            return: async value => ({value, done: true}),
        };
    };
}

function completeParts(Aiohttp) {
    const writer = Aiohttp.WebSocketWriter.prototype;
    const {write} = writer;

    writer.write = function (data, cancellable = null) {
        return write.call(this, toPayload(data), cancellable);
    };
    Aiohttp.WebSocketReader.prototype[Symbol.asyncIterator] = async function* () {
        let part;
        while ((part = await this.read()) !== null)
            yield part;
    };
}

const DELEGATED = ['receive', 'receive_str', 'receive_bytes', 'receive_json', 'send_str', 'send_bytes',
    'send_json', 'send_frame', 'send_message', 'ping', 'pong', 'close', Symbol.asyncIterator];

function completeResponse(Aiohttp) {
    const response = Aiohttp.WebSocketResponse.prototype;

    for (const name of DELEGATED) {
        response[name] = function (...args) {
            const socket = this.get_web_socket();
            if (socket === null)
                throw new Error('The response is not prepared: call prepare() or accept() first');
            return socket[name](...args);
        };
    }
    define(response, 'closed', function () {
        return this.get_web_socket()?.is_closed() ?? false;
    });
    define(response, 'close_code', function () {
        return this.get_web_socket()?.get_close_code() ?? 0;
    });
    define(response, 'protocol', function () {
        return this.get_web_socket()?.get_protocol() ?? null;
    });
}

function completeSession(Aiohttp, makeOptions) {
    const session = Aiohttp.ClientSession.prototype;
    const connect = session.ws_connect;

    // Keys of Aiohttp.WebSocketOptions, and `request`: a plain object as of any other request.
    session.ws_connect = function (url, options = {}, cancellable = null) {
        let native = options;
        if (!(options instanceof Aiohttp.WebSocketOptions)) {
            const {request, ...own} = options ?? {};
            native = new Aiohttp.WebSocketOptions(own);
            if (request)
                native.set_request(makeOptions(Aiohttp, request));
        }
        return connect.call(this, url, native, cancellable);
    };
}

function completeWebSockets(Aiohttp, makeOptions) {
    completeMessage(Aiohttp);
    completeSocket(Aiohttp);
    completeParts(Aiohttp);
    completeResponse(Aiohttp);
    completeSession(Aiohttp, makeOptions);
}
