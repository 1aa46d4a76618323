#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Make the vapi from the GIR: metadata, vapigen, and our own Vala code behind it.

vapigen ignores (rename-to) and keeps the `_async` of a method's name, so each
such method gets a `name=` line. It also writes the bodies of custom code after
it has lowered them, which valac then refuses; so that code is appended as it is.

usage: make-vapi.py VAPIGEN GIR METADATA CUSTOM-VALA OUTPUT.vapi PACKAGE…
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

CORE = '{http://www.gtk.org/introspection/core/1.0}'
CALLABLES = [CORE + 'method', CORE + 'function', CORE + 'constructor']


def vala_name(element):
    """The name under which Vala shall see a callable, if not its own."""
    if element.get('shadows'):
        return element.get('shadows')
    if element.get('name').endswith('_async'):
        return element.get('name')[:-len('_async')]
    return None


def rename_lines(parent, prefix):
    visible = [e for e in parent if e.tag in CALLABLES and e.get('introspectable') != '0']
    taken = {e.get('name') for e in visible if not vala_name(e)}
    for element in visible:
        name = vala_name(element)
        if name is not None and name not in taken:
            yield f'{prefix}{element.get("name")}#{element.tag[len(CORE):]}', f'name="{name}"'


def write_metadata(gir, hand_written, output):
    with open(hand_written, encoding='utf-8') as file:
        extra = file.read()
    namespace = ElementTree.parse(gir).getroot().find(CORE + 'namespace')
    renames = list(rename_lines(namespace, ''))
    for element in namespace:
        if element.get('name'):
            renames += rename_lines(element, element.get('name') + '.')
    with open(output, 'w', encoding='utf-8') as file:
        file.write('*.*.cancellable default=null\n*.cancellable default=null\n')
        for pattern, value in renames:
            if pattern not in extra:
                file.write(f'{pattern} {value}\n')
        file.write(extra)


def main(vapigen, gir, hand_written, custom, output, *packages):
    library = os.path.basename(output)[:-len('.vapi')]
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.basename(gir)[:-len('.gir')] + '.metadata'
        write_metadata(gir, hand_written, os.path.join(folder, name))
        options = [option for package in packages for option in ('--pkg', package)]
        subprocess.run([vapigen, '--quiet', '--library', library, '--directory', folder, '--metadatadir', folder, *options,
                        gir], check=True)
        with open(os.path.join(folder, library + '.vapi'), encoding='utf-8') as file:
            vapi = file.read()
    with open(custom, encoding='utf-8') as file:
        vapi += '\n' + file.read()
    with open(output, 'w', encoding='utf-8') as file:
        file.write(vapi)
    with open(output[:-len('.vapi')] + '.deps', 'w', encoding='utf-8') as file:
        file.writelines(package + '\n' for package in packages)


if __name__ == '__main__':
    main(*sys.argv[1:])
