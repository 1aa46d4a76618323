# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Header fields as a mapping."""

import collections.abc

from gi.repository import Soup


class Headers(collections.abc.MutableMapping):
    """The header fields of a message: case-insensitive, repeated ones joined by a comma.

    Reading one field never builds the whole collection.
    """

    __slots__ = ('_owner',)

    def __init__(self, owner):
        self._owner = owner

    def get(self, name, default=None):
        value = self._owner.get_header(name)
        return default if value is None else value

    def __getitem__(self, name):
        value = self._owner.get_header(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name):
        return self._owner.get_header(name) is not None

    def __setitem__(self, name, value):
        self._owner.set_header(name, str(value))

    def __delitem__(self, name):
        if name not in self:
            raise KeyError(name)
        self._owner.get_headers().remove(name)

    def add(self, name, value):
        """Append a field beside those of the same name."""
        owner = self._owner
        add = owner.add_header if hasattr(owner, 'add_header') else owner.append_header
        add(name, str(value))

    def fields(self):
        """Every field as sent, (name, value) pairs, repeated ones apart."""
        fields = []
        iterator = Soup.MessageHeadersIter.init(self._owner.get_headers())
        more, name, value = iterator.next()
        while more:
            fields.append((name, value))
            more, name, value = iterator.next()
        return fields

    def getall(self, name, default=()):
        """The values of each field called `name`."""
        name = name.lower()
        return [value for other, value in self.fields() if other.lower() == name] or list(default)

    def __iter__(self):
        seen = set()
        for name, value in self.fields():
            if name.lower() not in seen:
                seen.add(name.lower())
                yield name

    def __len__(self):
        return sum(1 for name in self)

    def __repr__(self):
        return f'<Headers {dict(self.items())!r}>'
