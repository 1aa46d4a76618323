# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What the client's headers offer, those of bodies among them, is named in some guide, not in the reference alone."""

import re

from lint import Report, files

# The pages that list everything are no guides.
GUIDES = '\n'.join(path.read_text() for path in files('.md', under=['docs']) if path.name not in ('parity.md', 'limits.md'))
# What has guides of its own, the server's parts of http/ among them.
ELSEWHERE = re.compile(r'web-socket|body-part|multipart-reader|form\.h|field\.h|cookie-options|etag|forwarded')
TYPE = re.compile(r'^GType (aiohttp_\w+)_get_type|G_DECLARE_\w+_TYPE \((\w+), (aiohttp_\w+),', re.M)
FUNCTION = re.compile(r'^AIOHTTP_AVAILABLE_IN_ALL\n(?:G_\w+ )?[^(;]*?\b(aiohttp_\w+) \(', re.M)


def class_name(prefix):
    return ''.join(word.capitalize() for word in prefix.removeprefix('aiohttp_').split('_'))


def stem_of(word):
    """An operation has one name for all of its forms, an accessor that of its property."""
    word = re.sub(r'_(async|finish|future|callback)$', '', word)
    return re.sub(r'^(get|set|is|dup|list|add|append|clear)_', '', word)


def is_named(prefix, word):
    cls = class_name(prefix)
    stem = stem_of(word)
    return any(text in GUIDES for text in (
        f'{prefix}_{word}', f'Aiohttp.{cls}.{word}', f'Aiohttp.{cls}:{stem.replace("_", "-")}',
        f'Aiohttp.{cls}.{word}_async', f'Aiohttp.{cls}.get_{stem}', f'Aiohttp.{cls}.set_{stem}')) or any(
        re.search(rf'Aiohttp\.{cls}\.(get_|set_|is_|dup_|list_|add_|append_|clear_)?{stem}(_async)?\]', GUIDES)
        for stem in (stem, re.sub(r'_(async|finish|future)$', '', word)))


def gaps(header):
    text = header.read_text()
    prefixes = sorted(((a or c) for a, b, c in TYPE.findall(text)), key=len, reverse=True)
    named = set()
    for function in FUNCTION.findall(text):
        prefix = next((prefix for prefix in prefixes if function.startswith(prefix + '_')), None)
        if prefix is None or re.search(r'_(get_type|copy|free|ref|unref)$', function):
            continue
        word = function[len(prefix) + 1:]
        if not is_named(prefix, word):
            named.add(f'{class_name(prefix)}: {stem_of(word)}')
    return sorted(named)


with Report() as report:
    for header in files('.h', under=['aiohttp-glib/client', 'aiohttp-glib/http']):
        if not header.name.endswith('-private.h') and not ELSEWHERE.search(header.name):
            report.check(f'the guides name what {header.name} has', gaps(header))
