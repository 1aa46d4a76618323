# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What the library shows: check-symbols.py GIR LIBRARY. Only its own prefix, all of it declared, all with "Since:"."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from lint import Report, files

GIR = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'
CONTAINERS = {GIR + tag for tag in ('class', 'interface', 'record', 'union', 'enumeration', 'bitfield')} | {GLIB + 'boxed'}
MEMBERS = {GIR + tag for tag in ('constructor', 'method', 'function', 'property')} | {GLIB + 'signal'}
CALLABLE = {GIR + tag for tag in ('function', 'method', 'constructor')}
ALONE = {GIR + tag for tag in ('function', 'function-macro', 'callback', 'constant')}


def public_symbols(namespace):
    """(name, element) of everything that a reader of the reference meets."""
    # The cast and check macros of a type, which G_DECLARE_FINAL_TYPE makes where it is used, have no docs of their own.
    types = {child.get(C + 'symbol-prefix', '').upper() for child in namespace}
    for child in namespace:
        if child.tag == GIR + 'function-macro' and child.get('name').removeprefix('IS_') in types:
            continue
        if child.tag in ALONE:
            yield child.get('name'), child
        elif child.tag in CONTAINERS and not child.get(GLIB + 'is-gtype-struct-for') and child.get('disguised') != '1':
            yield child.get('name'), child
            for member in child:
                if member.tag in MEMBERS:
                    yield f'{child.get("name")}.{member.get("name")}', member


namespace = ElementTree.parse(sys.argv[1]).getroot().find(GIR + 'namespace')
# What the macros of a public header call is declared there, but hidden from the GIR.
declared = {word for path in files('.h', under=['aiohttp-glib']) if not path.stem.endswith('-private')
            for word in re.findall(r'\baiohttp_\w+', path.read_text())}
declared |= {element.get(C + 'identifier') for element in namespace.iter()} | {
    element.get(GLIB + 'get-type') for element in namespace.iter()
}
output = subprocess.run(['nm', '-D', '--defined-only', sys.argv[2]], capture_output=True, text=True, check=True).stdout
exported = {line.split()[-1] for line in output.splitlines()}

with Report() as report:
    report.check('only aiohttp_ is exported', sorted(s for s in exported if not s.startswith('aiohttp_')))
    report.check('whatever is exported is declared in a public header', sorted(
        s for s in exported - declared if s.startswith('aiohttp_')))
    report.check('whatever is declared is exported', [
        element.get(C + 'identifier') for element in namespace.iter()
        if element.tag in CALLABLE and element.get(C + 'identifier') not in exported])
    report.check('every public symbol says since when', [
        name for name, element in public_symbols(namespace) if not element.get('version')])
