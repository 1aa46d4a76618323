# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""docs/limits.md tells the truth: each property in its tables exists with that default, and none is left out."""

import re

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GObject  # noqa: E402

from lint import TOP, Report  # noqa: E402

ROW = re.compile(r'^\| `(\w+):([\w-]+)` \| ([^|]+?) \|', re.M)
UNITS = {'': 1, 's': 1, 'bytes': 1, 'KiB': 1024, 'MiB': 1024 * 1024, 'GiB': 1024 ** 3}
UNLIMITED = {0, -1, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 63 - 1, 2 ** 64 - 1}
# what a program says of its own; objects whose limits have rows of their own
NO_LIMITS = {'CookieOptions:max-age', 'ClientSession:client-timeout', 'RequestOptions:client-timeout'}
IS_LIMIT = re.compile(r'(^|-)(max|limit|timeout|timeouts|rate|backlog|interval|budget)(-|$)')


def value_of(words):
    """'1 MiB', '75 s', '128', 'yes' as a number; None for no limit; -1 stands for what a session, or whatever is above, has."""
    if words in ("the session's", "the application's", "the server's"):
        return -1
    if words in ('yes', 'no'):
        return int(words == 'yes')
    if words == 'none':
        return None
    number, unit = re.fullmatch(r'([\d.,]+) ?(\w*)', words).groups()
    return float(number.replace(',', '')) * UNITS[unit]


def properties_of(kind):
    return {one.name: one for one in GObject.list_properties(kind)}


def fault_of(class_name, property_name, default):
    kind = getattr(Aiohttp, class_name, None)
    if kind is None:
        return f'there is no class {class_name}'
    found = properties_of(kind).get(property_name)
    if found is None:
        return f'{class_name} has no property {property_name}'
    try:
        wanted = value_of(default)
    except (AttributeError, KeyError):
        return f'{class_name}:{property_name}: cannot read "{default}"'
    actual = found.default_value
    if (actual not in UNLIMITED) if wanted is None else float(actual) != wanted:
        return f'{class_name}:{property_name}: the default is {actual}, the table says {default}'
    return None


def limits_of_library():
    for class_name in dir(Aiohttp):
        kind = getattr(Aiohttp, class_name)
        if isinstance(kind, type) and issubclass(kind, GObject.Object) and class_name[0].isupper():
            for property_name, found in properties_of(kind).items():
                own = found.owner_type == kind.__gtype__
                if own and IS_LIMIT.search(property_name) and found.value_type.is_a(GObject.TYPE_STRING) is False:
                    yield f'{class_name}:{property_name}'


with Report() as report:
    rows = ROW.findall((TOP / 'docs/limits.md').read_text())
    for row in rows:
        fault = fault_of(*row)
        report.check(f'{row[0]}:{row[1]} is {row[2]}', [fault] if fault else [])
    listed = {f'{class_name}:{property_name}' for class_name, property_name, _ in rows}
    report.check('every limit and timeout has its row', sorted(set(limits_of_library()) - listed - NO_LIMITS))
