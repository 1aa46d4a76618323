/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What JavaScript adds to the Aiohttp namespace: every operation, a pair x_async() and x_finish(), becomes x(), which
// returns a promise; every accessor get_x() a property x; options are plain objects; handlers may be async functions,
// return strings, bytes, objects or responses, and throw anything.

const {Gio, GLib, GObject} = imports.gi;

const {completeClientErrors, withInfo} = imports.overrides._AiohttpClientErrors;
const {completeClientMiddleware, fromGError} = imports.overrides._AiohttpClientMiddleware;
const {completeConnectors} = imports.overrides._AiohttpConnectors;
const {completeFormData, pairs, setOption, toPayload} = imports.overrides._AiohttpPayload;
const {box, breathe, toBytes, toNative, unbox} = imports.overrides._AiohttpShared;
const {completeForms, completeServer, VERBS} = imports.overrides._AiohttpWeb;
const {completeWebSockets} = imports.overrides._AiohttpWebSocket;

// The names of a native function's arguments, in order.
function argumentNames(func) {
    const list = /\(([^)]*)\)/.exec(func.toString());
    return list && list[1] ? list[1].split(',').map(name => name.trim()) : [];
}

// A function that returns a promise for the pair `start` and `finish`. Trailing arguments may be left out.
function makePromise(start, finish, prepare = args => args) {
    const names = argumentNames(start);
    const before = names.indexOf('cancellable') >= 0 ? names.indexOf('cancellable') : names.indexOf('callback');
    const blanks = names.slice(0, before).map(name => name === 'io_priority' ? GLib.PRIORITY_DEFAULT : null);
    const takesCancellable = names.includes('cancellable');

    return function (...args) {
        const given = prepare(args.slice(0, before));
        const values = blanks.map((blank, index) => given[index] === undefined ? blank : given[index]);
        if (takesCancellable)
            values.push(args[before] ?? given.cancellable ?? null);
        return new Promise((resolve, reject) => {
            start.call(this, ...values, (source, result) => {
                breathe();
                try {
                    resolve(toNative(finish.call(this, result)));
                } catch (error) {
                    reject(withInfo(fromGError(error)));
                }
            });
        });
    };
}

// `start`, an `_async` function, as it is with a callback, else as a promise.
function makeAsync(start, promise) {
    return function (...args) {
        if (typeof args[args.length - 1] === 'function')
            return start.call(this, ...args);
        return promise.call(this, ...args);
    };
}

function completeClass(proto, prepare) {
    const names = Object.getOwnPropertyNames(proto);
    for (const name of names) {
        if (name.endsWith('_async')) {
            const word = name.slice(0, -6);
            const start = proto[name];
            const finish = proto[`${word}_finish`];
            if (typeof finish !== 'function')
                continue;
            const promise = makePromise(start, finish, prepare[word]);
            proto[word] = promise;
            proto[name] = makeAsync(start, promise);
        } else if (/^(get|is)_./.test(name) && typeof proto[name] === 'function' && proto[name].length === 0) {
            const word = name.replace(/^(get|is)_/, '');
            if (word in proto)
                continue;
            const getter = proto[name];
            const setter = proto[`set_${word}`];
            Object.defineProperty(proto, word, {
                get() {
                    return getter.call(this);
                },
                set: setter && setter.length === 1 ? function (value) {
                    setter.call(this, value);
                } : undefined,
                configurable: true,
            });
        }
    }
}

// --- the client ---

function makeOptions(Aiohttp, options) {
    if (options === null || options === undefined || options instanceof Aiohttp.RequestOptions)
        return options ?? null;
    const result = new Aiohttp.RequestOptions();
    for (const [key, value] of Object.entries(options)) {
        if (value === null || value === undefined)
            continue;
        switch (key) {
        case 'params':
            if (typeof value === 'string') {
                result.set_params(value);
            } else {
                for (const [name, item] of Object.entries(value))
                    result.add_param(name, `${item}`);
            }
            break;
        case 'headers':
            for (const [name, item] of pairs(value))
                result.append_header(name, `${item}`);
            break;
        case 'data':
            result.set_payload(toPayload(Aiohttp, value));
            break;
        case 'json':
            if (value instanceof GObject.Object)
                result.set_json_object(value);
            else
                result.set_json_text(JSON.stringify(value));
            break;
        case 'cancellable': // an argument of its own
            break;
        default:
            if (setOption(Aiohttp, result, key, value))
                break;
            if (!(key in result))
                throw new TypeError(`unknown request option '${key}'`);
            result[key] = value;
        }
    }
    if (options.data !== undefined && options.json !== undefined)
        throw new TypeError('data and json cannot be used at the same time');
    return result;
}

function completeClient(Aiohttp) {
    const session = Aiohttp.ClientSession.prototype;
    const init = session._init;
    session._init = function (properties = {}) {
        const {
            base_url = null, headers = {}, cookies = {}, middlewares = [], trace_configs = [], auth = null, params = null,
            raise_for_status = null, fallback_charset_resolver = null, ...others
        } = properties;
        if (auth !== null)
            others.authorization = auth;
        if (params !== null)
            others.params = typeof params === 'string' ? params : makeOptions(Aiohttp, {params}).get_params();
        if (raise_for_status !== null && typeof raise_for_status !== 'function')
            others.raise_for_status = raise_for_status;
        if (others.timeout instanceof Aiohttp.ClientTimeout) {
            others.client_timeout = others.timeout;
            delete others.timeout;
        }
        init.call(this, others);
        if (typeof raise_for_status === 'function')
            this.set_status_check(raise_for_status);
        if (fallback_charset_resolver !== null)
            this.set_fallback_charset_func((response, body) => fallback_charset_resolver(response, toNative(body)));
        for (const config of trace_configs)
            this.add_trace_config(config);
        if (base_url !== null)
            this.set_base_url(base_url);
        for (const [name, value] of Object.entries(cookies))
            this.get_cookie_jar().update(name, `${value}`, null);
        for (const item of middlewares)
            this.add_middleware(item);
        for (const [name, value] of pairs(headers))
            this.append_header(name, `${value}`);
    };

    // download(url, file, {resume, progress, cancellable}), or these as arguments.
    const download = session.download;
    session.download = function (url, file, options = null, ...others) {
        if (typeof options !== 'object' || options === null)
            return download.call(this, url, file, options ?? false, ...others);
        const {resume = false, progress = null, cancellable = null} = options;
        return download.call(this, url, file, resume, progress, cancellable);
    };

    const response = Aiohttp.ClientResponse.prototype;
    response.json = async function ({content_type = true} = {}) {
        if (content_type)
            this.require_json();
        return JSON.parse(await this.text());
    };
    Object.defineProperty(response, 'ok', {
        get() {
            return this.is_ok();
        },
        configurable: true,
    });

    const reader = Aiohttp.StreamReader.prototype;
    const read = reader.read;
    reader.read = function (count = -1, cancellable = null) {
        return read.call(this, count, cancellable);
    };
    const chunks = next => ({
        async next() {
            const value = await next();
            return value.length ? {done: false, value} : {done: true, value: undefined};
        },
        [Symbol.asyncIterator]() {
            return this;
        },
    });
    reader[Symbol.asyncIterator] = function () {
        return chunks(() => this.readline());
    };
    reader.iter_chunked = function (count) {
        return chunks(() => this.read(count));
    };
    reader.iter_any = function () {
        return chunks(() => this.readany());
    };
}

// --- locks and queues ---

function completeSync(Aiohttp, native) {
    for (const name of ['Lock', 'Semaphore', 'Condition']) {
        // Holds it while `body` runs, to the end of the promise that it returns.
        Aiohttp[name].prototype.with = async function (body, cancellable = null) {
            await this.acquire(cancellable);
            try {
                return await body();
            } finally {
                this.release();
            }
        };
    }

    const event = Aiohttp.Event.prototype;
    event.set = event.set_flag;

    const condition = Aiohttp.Condition.prototype;
    condition.notify = function (count = 1) {
        return this.notify_some(count);
    };
    condition.wait_for = async function (predicate, cancellable = null) {
        let result;
        while (!(result = predicate()))
            await this.wait(cancellable);
        return result;
    };

    const queue = Aiohttp.Queue.prototype;
    delete queue.nowait;
    delete queue.value_nowait;
    const {put, put_nowait, put_back, get_value_nowait} = queue;
    const get = makePromise(native.get_async, queue.get_value_finish);
    queue.put = function (item, cancellable = null) {
        return put.call(this, box(item), cancellable);
    };
    queue.put_nowait = function (item) {
        return put_nowait.call(this, box(item));
    };
    queue.put_back = function (item) {
        return put_back.call(this, box(item));
    };
    queue.get = async function (cancellable = null) {
        return unbox(await get.call(this, cancellable));
    };
    queue.get_nowait = function () {
        return unbox(get_value_nowait.call(this));
    };

    const priority = Aiohttp.PriorityQueue.prototype;
    const {put_with_priority, put_with_priority_nowait} = priority;
    priority.put_with_priority = function (number, item, cancellable = null) {
        return put_with_priority.call(this, number, box(item), cancellable);
    };
    priority.put_with_priority_nowait = function (number, item) {
        return put_with_priority_nowait.call(this, number, box(item));
    };
}

// --- futures ---

function completeFuture(Aiohttp) {
    const future = Aiohttp.Future.prototype;
    future.then = function (onFulfilled, onRejected) {
        return new Promise((resolve, reject) => {
            const settle = () => {
                // GJS converts the value that is not there before it throws the error.
                const failure = this.dup_error();
                if (failure !== null)
                    reject(failure);
                else
                    resolve(this.propagate_value()[1]);
            };
            if (this.is_done()) {
                settle();
            } else {
                const id = this.connect('done', () => {
                    breathe();
                    this.disconnect(id);
                    settle();
                });
            }
        }).then(onFulfilled, onRejected);
    };
    future.catch = function (onRejected) {
        return this.then(undefined, onRejected);
    };
    future.finally = function (onFinally) {
        return this.then().finally(onFinally);
    };
}

// --- what combines futures, promises and Gio.Task objects ---

// What scripts throw crosses C as an error of this domain: the code is its number.
const THROWN = 'aiohttp-js-exception-quark';

class Awaitables {
    constructor(Aiohttp, given) {
        this.given = [...given];
        this.thrown = [];
        this.futures = this.given.map(item => this.standIn(Aiohttp, item));
    }

    standIn(Aiohttp, item) {
        if (item instanceof Aiohttp.Future || item instanceof Gio.Task)
            return item;
        const future = Aiohttp.Future.new();
        Promise.resolve(item).then(() => future.set_boolean(true), error => {
            this.thrown.push(error);
            future.set_error(error instanceof GLib.Error ? error
                : new GLib.Error(GLib.quark_from_string(THROWN), this.thrown.length, `${error}`));
            future.has_error(); // asked for: it is the promise's own to report
        });
        return future;
    }

    error(error) {
        return error instanceof GLib.Error && error.domain === GLib.quark_from_string(THROWN)
            ? this.thrown[error.code - 1] : error;
    }

    async wait(operation, ...args) {
        try {
            return await operation(this.futures, ...args);
        } catch (error) {
            throw this.error(error);
        }
    }

    // A promise of the value; of a Gio.Task itself.
    value(index) {
        return this.given[index];
    }
}

function completeCombine(Aiohttp) {
    const native = {};
    for (const word of ['wait', 'race', 'any', 'all', 'gather', 'wait_for'])
        native[word] = Aiohttp[word];

    // The first that is done; the first that has a value: what that comes to.
    for (const word of ['race', 'any']) {
        Aiohttp[word] = async function (given, cancellable = null) {
            const waited = new Awaitables(Aiohttp, given);
            return waited.value(await waited.wait(native[word], cancellable));
        };
    }
    Aiohttp.all = async function (given, cancellable = null) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.all, cancellable);
        return Promise.all(waited.given);
    };
    Aiohttp.gather = async function (given, {return_exceptions = false, cancellable = null} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.gather, return_exceptions, cancellable);
        if (!return_exceptions)
            return Promise.all(waited.given);
        const results = await Promise.allSettled(waited.given);
        return results.map(result => result.status === 'fulfilled' ? result.value : result.reason);
    };
    Aiohttp.wait_for = async function (given, seconds, cancellable = null) {
        const waited = new Awaitables(Aiohttp, [given]);
        await waited.wait(futures => native.wait_for(futures[0], seconds, cancellable));
        return waited.value(0);
    };
    // [done, pending]; those pending run on.
    Aiohttp.wait = async function (given, {timeout = -1, return_when = Aiohttp.ReturnWhen.ALL_COMPLETED,
        cancellable = null} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.wait, timeout, return_when, cancellable);
        const isDone = index => {
            const future = waited.futures[index];
            return future instanceof Gio.Task ? future.get_completed() : future.is_done();
        };
        return [waited.given.filter((_, index) => isDone(index)), waited.given.filter((_, index) => !isDone(index))];
    };
    // For `for await`: the value of each when it is done.
    Aiohttp.as_completed = function (given, {timeout = -1} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        const completed = Aiohttp.AsCompleted.new(waited.futures, timeout);
        // Not the future itself, which a promise would unwrap.
        const nextIndex = () => new Promise((resolve, reject) => {
            completed.next_async(null, (_source, result) => {
                breathe();
                try {
                    resolve(waited.futures.indexOf(completed.next_finish(result)));
                } catch (error) {
                    reject(error);
                }
            });
        });
        return {
            async next() {
                const index = await nextIndex();
                if (index < 0)
                    return {done: true, value: undefined};
                return {done: false, value: await waited.value(index)};
            },
            [Symbol.asyncIterator]() {
                return this;
            },
        };
    };

    // Runs `body`, to the end of the promise that it returns, for so many seconds: then the cancellable of the scope,
    // which it is given, is cancelled.
    Aiohttp.timeout = async function (seconds, body) {
        const scope = Aiohttp.TimeoutScope.new(seconds);
        try {
            return await body(scope);
        } catch (error) {
            if (scope.close() && error instanceof GLib.Error && error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
                throw new GLib.Error(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT, `Not done within ${seconds} s`);
            throw error;
        } finally {
            scope.close();
        }
    };

    const group = Aiohttp.TaskGroup.prototype;
    const {add, end} = group;
    // A future, a Gio.Task or a promise, which the group's cancellable should cancel.
    group.add = function (item) {
        this._members ??= new Awaitables(Aiohttp, []);
        add.call(this, this._members.standIn(Aiohttp, item));
        return item;
    };
    // Runs `body`, to the end of the promise that it returns, and waits for all that it added to the group. The errors
    // come as one AggregateError.
    Aiohttp.task_group = async function (body, cancellable = null) {
        const scope = Aiohttp.TaskGroup.new();
        const errors = [];
        let value;
        let failure = null;
        try {
            value = await body(scope);
        } catch (error) {
            failure = error;
            scope.abort();
        }
        try {
            await end.call(scope, failure === null, cancellable);
        } catch (error) {
            if (scope.get_n_errors() === 0)
                throw error;
        }
        for (let index = 0; index < scope.get_n_errors(); index++) {
            const error = scope.dup_error(index);
            errors.push(scope._members ? scope._members.error(error) : error);
        }
        const isCancel = failure instanceof GLib.Error && failure.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
        if (failure !== null && !(isCancel && errors.length > 0))
            errors.push(failure);
        if (errors.length === 1 && isCancel && errors[0] === failure)
            throw failure;
        if (errors.length > 0)
            throw new AggregateError(errors, `${errors.length} of the task group failed: ${errors[0].message}`);
        return value;
    };
}

// --- debug mode ---

const STACK_FRAMES = 12;

// Where an object is made, without this function.
function stackOf() {
    const lines = new Error().stack.trim().split('\n').slice(1, STACK_FRAMES + 1);
    return lines.length > 0 ? lines.map(line => `  ${line}`).join('\n') : null;
}

function _init() {
    const Aiohttp = this;
    const options = index => args => {
        args.cancellable = args[index]?.cancellable;
        args[index] = makeOptions(Aiohttp, args[index]);
        return args;
    };
    const sends = {request: options(2)};
    for (const verb of VERBS)
        sends[verb] = options(1);

    // Before they are promises.
    const native = {get_async: Aiohttp.Queue.prototype.get_async};
    const functions = {};
    for (const name of Object.getOwnPropertyNames(Aiohttp)) {
        const item = Aiohttp[name];
        if (typeof item !== 'function')
            continue;
        if (name.endsWith('_async') || name.endsWith('_finish'))
            functions[name] = item;
        else if (item.prototype instanceof GObject.Object)
            completeClass(item.prototype, item === Aiohttp.ClientSession ? sends : {});
    }
    for (const [name, start] of Object.entries(functions)) {
        const word = name.slice(0, -6);
        const finish = functions[`${word}_finish`];
        if (!name.endsWith('_async') || finish === undefined)
            continue;
        Aiohttp[word] = makePromise(start, finish, word === 'send_request' ? options(2) : undefined);
        Aiohttp[name] = makeAsync(start, Aiohttp[word]);
    }
    Aiohttp.request = Aiohttp.send_request;

    Aiohttp.debug_set_stack_func(stackOf);
    completeSync(Aiohttp, native);
    completeFuture(Aiohttp);
    completeCombine(Aiohttp);
    completeClient(Aiohttp);
    completeClientErrors(Aiohttp);
    completeConnectors(Aiohttp);
    completeFormData(Aiohttp);
    completeClientMiddleware(Aiohttp);
    completeServer(Aiohttp);
    completeForms(Aiohttp);
    completeWebSockets(Aiohttp, makeOptions);
}
