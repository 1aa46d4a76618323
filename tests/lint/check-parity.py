# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Each symbol that docs/parity.md names exists in the GIR or in a public header.

usage: check-parity.py GIR
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

from lint import TOP, Report, files

CORE = '{http://www.gtk.org/introspection/core/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
SYMBOL = re.compile(r'`(aiohttp_\w+|AIOHTTP_\w+|Aiohttp\w+(?:::?[\w-]+)?)(?:\(\))?`')


def symbols_of_gir(path):
    for element in ElementTree.parse(path).getroot().iter():
        for name in (element.get(C + 'identifier'), element.get(C + 'type')):
            if name:
                yield name
        owner = element.get(C + 'type')
        for child in element:
            if owner and child.tag == CORE + 'property':
                yield f'{owner}:{child.get("name")}'
            elif owner and child.tag == GLIB + 'signal':
                yield f'{owner}::{child.get("name")}'


with Report() as report:
    known = set(symbols_of_gir(sys.argv[1]))
    for header in files('.h', under=['aiohttp-glib']):
        if not header.stem.endswith('-private'):
            known |= set(re.findall(r'\b(?:aiohttp|AIOHTTP|Aiohttp)\w+', header.read_text()))
    text = (TOP / 'docs/parity.md').read_text()
    for section in re.split(r'^## ', text, flags=re.M)[1:]:
        title = section.splitlines()[0]
        named = SYMBOL.findall(section)
        report.check(f'{title}: each symbol exists', sorted(set(named) - known))
        rows = [line for line in section.splitlines() if line.startswith('| ') and not line.startswith('| aiohttp')]
        report.check(f'{title}: each row says what is ours', [
            row for row in rows
            if not re.match(r'^\| [^|]+ \| [^|]+ \| [^|]* \|$', row) or
            (not SYMBOL.search(row) and 'not applicable' not in row and 'different' not in row)])
