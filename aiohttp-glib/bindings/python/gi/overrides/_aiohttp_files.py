# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Files: as responses, and below a directory."""

import os

from gi.repository import Aiohttp

from gi.overrides._aiohttp_routes import RouteTableDef

__all__ = ['StaticDef', 'static']


def _init_file_response(self, path, *, chunk_size=None, **options):
    """FileResponse(path, *, status=200, reason=None, headers=None); `chunk_size`, which aiohttp has, changes nothing."""
    Aiohttp.StreamResponse.__init__(self, path=os.fspath(path), **options)


def _add_static(self, prefix, path, *, name=None, break_symlink_sandbox=False, follow_symlinks=False, **properties):
    """Serve the files below `path`; `properties` are those of Aiohttp.StaticResource: show_index, append_version,
    cache_control and their like."""
    resource = _native_add_static(self, prefix, os.fspath(path))
    if break_symlink_sandbox or follow_symlinks:
        properties['symlinks'] = Aiohttp.Symlinks.FOLLOW
    for key, value in properties.items():
        resource.set_property(key, value)
    if name is not None:
        resource.set_name(name)
    return resource


class StaticDef:
    """One directory of Application.add_routes()."""

    def __init__(self, prefix, path, options):
        self.prefix = prefix
        self.path = path
        self.options = options

    def register(self, router):
        return router.add_static(self.prefix, self.path, **self.options)

    def __repr__(self):
        return f'<StaticDef {self.prefix} -> {self.path}>'


def static(prefix, path, **options):
    """A directory of files for Application.add_routes()."""
    return StaticDef(prefix, path, options)


def _table_static(self, prefix, path, **options):
    self.append(StaticDef(prefix, path, options))


def _static_url_for(self, *, filename, append_version=None, query=None):
    """The URL of a file: `files.url_for(filename='css/site.css')`."""
    if append_version is None or query is not None:
        return Aiohttp.Resource.url_for(self, query=query, filename=os.fspath(filename).lstrip('/'))
    return self.url_for_file(os.fspath(filename), append_version)


_native_add_static = Aiohttp.Router.add_static
Aiohttp.Router.add_static = _add_static
Aiohttp.FileResponse.__init__ = _init_file_response
Aiohttp.StaticResource.url_for = _static_url_for
RouteTableDef.static = _table_static
