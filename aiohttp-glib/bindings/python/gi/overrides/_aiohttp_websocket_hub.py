# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Hubs: members are websockets, or the responses that are used as such; messages are str, bytes or native objects."""

import json as json_module

from gi.repository import Aiohttp

from gi.overrides import _aiohttp_websocket

_Hub = Aiohttp.WebSocketHub
_join = _Hub.join
_leave = _Hub.leave
_leave_all = _Hub.leave_all
_broadcast_str = _Hub.broadcast_str
_broadcast_bytes = _Hub.broadcast_bytes
_to_bytes = _aiohttp_websocket._to_bytes


def _to_socket(member):
    return _aiohttp_websocket._socket_of(member) if isinstance(member, Aiohttp.WebSocketResponse) else member


def _join_group(self, group, member, name=None):
    """Make a websocket a member of a group until it leaves or closes, by a name for the presence list."""
    return _join(self, group, _to_socket(member), name)


def _leave_group(self, group, member):
    """Take a websocket out of a group; whether it was in it."""
    return _leave(self, group, _to_socket(member))


def _leave_groups(self, member):
    """Take a websocket out of all groups."""
    _leave_all(self, _to_socket(member))


def _send_str(self, group, text, exclude=None):
    """Send a text message to all members but `exclude`; to how many of this hub. Never waits."""
    if '\0' in text:
        raise ValueError('A text with U+0000 cannot be broadcast as str')
    return _broadcast_str(self, group, text, _to_socket(exclude))


def _send_bytes(self, group, data, exclude=None):
    """Send a binary message to all members but `exclude`; to how many of this hub. Never waits."""
    return _broadcast_bytes(self, group, _to_bytes(data), _to_socket(exclude))


def _send_json(self, group, value, exclude=None, *, dumps=json_module.dumps):
    """Send native objects as JSON to all members but `exclude`; to how many of this hub. Never waits."""
    return _send_str(self, group, dumps(value), exclude)


for _name, _value in {
        'join': _join_group, 'leave': _leave_group, 'leave_all': _leave_groups, 'broadcast_str': _send_str,
        'broadcast_bytes': _send_bytes, 'broadcast_json': _send_json, 'groups': property(_Hub.dup_groups),
        'members': lambda self, group: _Hub.dup_members(self, group),
        'presence': lambda self, group: _Hub.dup_presence(self, group)}.items():
    setattr(_Hub, _name, _value)
