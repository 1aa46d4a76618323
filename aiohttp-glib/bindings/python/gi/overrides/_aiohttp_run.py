# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Runners, sites, access loggers, run_app()."""

import asyncio
import inspect

from gi.repository import Aiohttp, Gio

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_web import _get_loop, _tasks, _wait_for

__all__ = ['TCPSite', 'run_app', 'run_app_async']


def _log_access(self, request, response, seconds):
    """Tell of one answer; a derived class overrides it, plain or as a coroutine function."""
    own = any('log' in cls.__dict__ for cls in type(self).__mro__ if cls is not Aiohttp.AccessLogger)
    (_chain_up_log if own else _native_log)(self, request, response, seconds)


def _access_logger_init_subclass(subclass, **kwargs):
    func = subclass.__dict__.get('do_log') or subclass.__dict__.get('log')
    if func is None:
        return

    def do_log(self, request, response, seconds):
        result = func(self, request, response, seconds)
        if inspect.isawaitable(result):
            task = _get_loop().create_task(_wait_for(result))
            _tasks.add(task)
            task.add_done_callback(_tasks.discard)

    subclass.do_log = do_log


_native_log = Aiohttp.AccessLogger.log
_chain_up_log = Aiohttp.AccessLogger.do_log
Aiohttp.AccessLogger.log = _log_access
Aiohttp.AccessLogger.__init_subclass__ = classmethod(_access_logger_init_subclass)


def _with_access_logger(access_log_class=None, **options):
    """aiohttp's `access_log_class`, with its `access_log_format`, as the one object that stands for both."""
    if access_log_class is None:
        return options
    text = options.pop('access_log_format', None)
    return {**options, 'access_logger': access_log_class() if text is None else access_log_class(format=text)}


def _init_runner(self, app=None, **options):
    """AppRunner(app, **options): every property of AppRunner and WebServer is an option."""
    _init_native_runner(self, app=app)
    server = self.get_server()
    for name, value in _with_access_logger(**{**getattr(app, '_handler_args', {}), **options}).items():
        owner = next((owner for owner in (self, server) if owner.find_property(name.replace('_', '-'))), None)
        if owner is None:
            raise TypeError(f"a runner got an unexpected keyword argument '{name}'")
        # aiohttp takes a logger there, and None for no log.
        owner.set_property(name, False if name == 'access_log' and value is None else value)


_init_native_runner = Aiohttp.AppRunner.__init__
Aiohttp.AppRunner.__init__ = _init_runner


def _take_positions(cls, *names):
    """Lets the first properties of a class be given by position, as aiohttp's classes do."""
    init = cls.__init__

    def __init__(self, *args, **properties):
        init(self, **dict(zip(names, args)), **properties)

    cls.__init__ = __init__


_take_positions(Aiohttp.TcpSite, 'runner', 'host', 'port')
_take_positions(Aiohttp.UnixSite, 'runner', 'path')
_take_positions(Aiohttp.SockSite, 'runner', 'socket')
TCPSite = Aiohttp.TcpSite


def _as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def _make_sites(runner, host, port, path, sock, options):
    """aiohttp's: sites for all that is given, and TCP on all interfaces where nothing is."""
    hosts = _as_list(host)
    paths = _as_list(path)
    socks = _as_list(sock)
    if not hosts and (port is not None or not paths and not socks):
        hosts = [None]
    port = -1 if port is None else port
    sites = [Aiohttp.TcpSite(runner=runner, host=host, port=port, **options) for host in hosts]
    for site in sites:
        site.set_tls(runner.get_property('tls'))
    options.pop('reuse_port', None)
    sites += [Aiohttp.UnixSite(runner=runner, path=str(path), **options) for path in paths]
    for sock in socks:
        if not isinstance(sock, Gio.Socket):
            sock = Gio.Socket.new_from_fd(sock.detach() if hasattr(sock, 'detach') else sock)
        sites.append(Aiohttp.SockSite.new(runner, sock))
    return sites


async def _serve(app, host, port, path, sock, options):
    if not isinstance(app, Aiohttp.Application):
        app = await app
    options, site_options = _split_options(options)
    runner = Aiohttp.AppRunner(app, **options)
    return await runner.run_sites_async(_make_sites(runner, host, port, path, sock, site_options))


def _split_options(options):
    """aiohttp's words: those of the runner, and those of its sites."""
    options = dict(options)
    sites = {name: options.pop(name) for name in ('backlog', 'reuse_port') if options.get(name) is not None}
    for name in ('reuse_address', 'loop', 'backlog', 'reuse_port'):
        options.pop(name, None)  # the address always is; the loop is the running one
    if 'ssl_context' in options:
        raise TypeError('Python\'s ssl module is not used: give an Aiohttp.TlsContext as tls=')
    if 'print' in options:
        options['banner'] = options.pop('print') is not None
    return options, sites


def run_app(app, *, host=None, port=None, path=None, sock=None, debug=None, **options):
    """Serve `app`, an application or a coroutine that makes one, until SIGINT or SIGTERM.

    `host`, `path` (of Unix sockets) and `sock` may be lists; without any of them it is TCP on all interfaces, port 8080,
    or 8443 with TLS.
    Any property of AppRunner and WebServer is an option: `access_log=None`, `keepalive_timeout=30`, …

    Where a loop runs already, `await Aiohttp.run_app_async(app, host=host, port=port)` does the same.
    """
    if asyncio._get_running_loop() is not None:
        raise RuntimeError('Aiohttp.run_app() cannot block a running event loop: '
                           'use "await Aiohttp.run_app_async(app, host=host, port=port)"')
    _aiohttp_asyncio.run(_serve(app, host, port, path, sock, options), debug=debug)


def run_app_async(app, host=None, port=None, *callback, path=None, sock=None, **options):
    """run_app() for a loop that runs already: `await` it."""
    if callback or 'callback' in options:
        return _native_run_app_async(app, host, port, *callback, **options)
    return _serve(app, host, port, path, sock, options)


_native_run_app_async = Aiohttp.run_app_async
