# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Routes, tables of them, URLs, resources and views."""

import urllib.parse

from gi.repository import Aiohttp

from gi.overrides._aiohttp_web import _reply_vfunc, _reply_vfuncs, _run_before, make_handler

__all__ = ['RouteDef', 'RouteTableDef', 'route', 'view']


def _set_options(route, options):
    """The options of a route: `name`, `middlewares`, `expect_handler`, and every property of
    Aiohttp.Route."""
    for name, value in options.items():
        if name == 'middlewares':
            for item in value:
                route.add_middleware(item)
            continue
        setter = getattr(route, 'set_' + name, None)
        if setter is None:
            raise TypeError(f"a route has no option '{name}'")
        setter(value)
    return route


class RouteDef:
    """One route of Application.add_routes()."""

    def __init__(self, method, path, handler, options=None):
        self.method = method
        self.path = path
        self.handler = handler
        self.options = options or {}

    def register(self, router):
        if isinstance(self.handler, type) and issubclass(self.handler, Aiohttp.View) and self.method == '*':
            return router.add_view(self.path, self.handler, **self.options)
        if self.method == 'GET':
            return router.add_get(self.path, self.handler, **self.options)  # which answers HEAD too
        return router.add_route(self.method, self.path, self.handler, **self.options)

    def __repr__(self):
        return f'<RouteDef {self.method} {self.path} -> {self.handler!r}>'


def route(method, path, handler, **options):
    return RouteDef(method, path, handler, options)


def view(path, handler, **options):
    """A view, a class for a path, for Application.add_routes()."""
    return RouteDef('*', path, handler, options)


class RouteTableDef(list):
    """Routes collected by decorators: `@routes.get('/')`."""

    def route(self, method, path, **options):
        def register(handler):
            self.append(RouteDef(method, path, handler, options))
            return handler

        return register

    def view(self, path, **options):
        return self.route('*', path, **options)


def _install_verbs():
    def route_maker(method):
        def make(path, handler, **options):
            return RouteDef(method, path, handler, options)

        make.__name__ = method.lower()
        make.__doc__ = f'A {method} route for Application.add_routes().'
        return make

    def table_method(method):
        def decorate(self, path, **options):
            return self.route(method, path, **options)

        decorate.__name__ = method.lower()
        return decorate

    def router_method(name):
        add = getattr(Aiohttp.Router, name)
        if name == 'add_route':
            def register(self, method, path, handler, **options):
                return _set_options(add(self, method, path, make_handler(handler)), options)
        else:
            def register(self, path, handler, **options):
                if name == 'add_get' and not options.pop('allow_head', True):
                    return self.add_route('GET', path, handler, **options)
                return _set_options(add(self, path, make_handler(handler)), options)

        register.__name__ = name
        register.__doc__ = add.__doc__
        return register

    add_view = Aiohttp.Router.add_view

    def register_view(self, path, view, **options):
        return _set_options(add_view(self, path, view), options)

    register_view.__name__ = 'add_view'
    register_view.__doc__ = add_view.__doc__
    Aiohttp.Router.add_view = register_view
    Aiohttp.Router.add_route = router_method('add_route')
    for method in ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'):
        verb = method.lower()
        globals()[verb] = route_maker(method)
        __all__.append(verb)
        setattr(RouteTableDef, verb, table_method(method))
        setattr(Aiohttp.Router, 'add_' + verb, router_method('add_' + verb))


_install_verbs()


def _as_strings(mapping):
    return None if mapping is None else {str(key): str(value) for key, value in mapping.items()}


class _Url(str):
    """A URL that was built: a str, to which a query may be added."""

    def with_query(self, query=None, **parameters):
        path = self.partition('?')[0]
        if not isinstance(query, str):
            query = urllib.parse.urlencode({**(query or {}), **parameters}, quote_via=urllib.parse.quote)
        return _Url(f'{path}?{query}' if query else path)


def _resource_url_for(url_for):
    def build(self, /, query=None, **values):
        return _Url(url_for(self, _as_strings(values), _as_strings(query)))

    build.__doc__ = url_for.__doc__
    return build


def _router_url_for(self, name, /, query=None, **values):
    """The URL of the resource `name`: `router.url_for('user', id=5)`."""
    return _Url(_native_url_for(self, name, _as_strings(values), _as_strings(query)))


_native_url_for = Aiohttp.Router.url_for
Aiohttp.Router.url_for = _router_url_for
Aiohttp.Resource.url_for = _resource_url_for(Aiohttp.Resource.url_for)
Aiohttp.Router.__iter__ = lambda self: iter(self.named_resources())
Aiohttp.Router.__getitem__ = lambda self, name: self.named_resources()[name]
Aiohttp.Router.routes = Aiohttp.Router.list_routes
Aiohttp.Router.resources = Aiohttp.Router.list_resources
Aiohttp.Router.named_resources = lambda self: {
    resource.get_name(): resource for resource in self.list_resources() if resource.get_name()}


_reply_vfuncs(Aiohttp.Resource, 'do_handle')


def _view_init_subclass(subclass, **kwargs):
    # `get` is as good as `do_get`; what a base that is no view brings counts too.
    for name in ('get', 'head', 'options', 'post', 'put', 'patch', 'delete'):
        vfunc = 'do_delete_' if name == 'delete' else 'do_' + name
        for base in subclass.__mro__:
            func = base.__dict__.get('do_' + name) or base.__dict__.get(name)
            if base is Aiohttp.View or func is not None:
                break
        if base is not Aiohttp.View and (base is subclass or not issubclass(base, Aiohttp.View)):
            setattr(subclass, vfunc, _reply_vfunc(func))


Aiohttp.View.__init_subclass__ = classmethod(_view_init_subclass)


def _set_expect_handler(self, handler):
    """Set what decides about requests with an Expect header; None lets them go on."""

    def decide(request, *user_data):
        return _run_before(handler, request)

    _native_set_expect_handler(self, decide)


_native_set_expect_handler = Aiohttp.Route.set_expect_handler
Aiohttp.Route.set_expect_handler = _set_expect_handler
