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

function toSocketOptions(Aiohttp, makeOptions, options) {
    if (options instanceof Aiohttp.WebSocketOptions)
        return options;
    const {request, ...own} = options ?? {};
    const native = new Aiohttp.WebSocketOptions(own);
    if (request)
        native.set_request(makeOptions(Aiohttp, request));
    return native;
}

function completeSession(Aiohttp, makeOptions) {
    const session = Aiohttp.ClientSession.prototype;
    const connect = session.ws_connect;

    // Keys of Aiohttp.WebSocketOptions, and `request`: a plain object as of any other request.
    session.ws_connect = function (url, options = {}, cancellable = null) {
        return connect.call(this, url, toSocketOptions(Aiohttp, makeOptions, options), cancellable);
    };
}

function toSocket(member) {
    return member && typeof member.get_web_socket === 'function' ? member.get_web_socket() : member;
}

// Members are websockets, or the responses that are used as such.
function completeHub(Aiohttp) {
    const hub = Aiohttp.WebSocketHub.prototype;
    const {join, leave, leave_all: leaveAll, broadcast_str: broadcastStr, broadcast_bytes: broadcastBytes} = hub;

    hub.join = function (group, member, name = null) {
        return join.call(this, group, toSocket(member), name);
    };
    hub.leave = function (group, member) {
        return leave.call(this, group, toSocket(member));
    };
    hub.leave_all = function (member) {
        leaveAll.call(this, toSocket(member));
    };
    hub.broadcast_str = function (group, text, exclude = null) {
        return broadcastStr.call(this, group, text, toSocket(exclude));
    };
    hub.broadcast_bytes = function (group, data, exclude = null) {
        return broadcastBytes.call(this, group, toPayload(data), toSocket(exclude));
    };
    hub.broadcast_json = function (group, value, exclude = null) {
        return this.broadcast_str(group, JSON.stringify(value), exclude);
    };
    hub.members = function (group) {
        return this.dup_members(group);
    };
    hub.presence = function (group) {
        return this.dup_presence(group);
    };
    define(hub, 'groups', function () {
        return this.dup_groups();
    });
}

function completeReconnecting(Aiohttp, makeOptions) {
    const socket = Aiohttp.ReconnectingWebSocket.prototype;
    const {send_bytes: sendBytes, close, _init: init} = socket;
    const gap = Aiohttp.WebSocketGap.prototype;

    define(Aiohttp.WebSocketMessage.prototype, 'gap', function () {
        return this.get_gap();
    });
    for (const name of ['lost_at', 'duration', 'n_attempts', 'close_code', 'close_reason', 'error', 'status']) {
        define(gap, name, function () {
            return this[`get_${name}`]();
        });
    }
    // `options`: as of ws_connect().
    socket._init = function (properties = {}) {
        const {options, ...own} = properties ?? {};
        init.call(this, options ? {...own, options: toSocketOptions(Aiohttp, makeOptions, options)} : own);
    };
    socket.send_bytes = function (data, cancellable = null) {
        return sendBytes.call(this, toPayload(data), cancellable);
    };
    socket.send_json = function (value, cancellable = null) {
        return this.send_str(JSON.stringify(value), cancellable);
    };
    socket.close = function ({code = 1000, reason = null, cancellable = null} = {}) {
        return close.call(this, code, reason, cancellable);
    };
    define(socket, 'web_socket', function () {
        return this.get_web_socket();
    });
    socket[Symbol.asyncIterator] = Aiohttp.WebSocket.prototype[Symbol.asyncIterator];
}

function completeWebSockets(Aiohttp, makeOptions) {
    completeMessage(Aiohttp);
    completeSocket(Aiohttp);
    completeParts(Aiohttp);
    completeResponse(Aiohttp);
    completeSession(Aiohttp, makeOptions);
    completeHub(Aiohttp);
    completeReconnecting(Aiohttp, makeOptions);
}
