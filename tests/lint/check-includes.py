# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Includes point from a higher layer to a lower one, and never between client/ and web/."""

import re

from lint import TOP, Report, files, name

LAYERS = {
    'base': 1, 'loop': 2, 'net': 3, 'http': 4, 'http1': 5, 'websocket': 6, 'client': 7, 'web': 7, 'middleware': 8,
    'testing': 9,
}
LIBRARY = TOP / 'aiohttp-glib'
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
# Made when building: they belong to the lowest layer.
GENERATED = {'config.h', 'aiohttp-version.h', 'aiohttp-enum-types.h'}


def layer_of(path):
    return path.relative_to(LIBRARY).parts[0]


def is_public(path):
    return path.suffix == '.h' and not path.stem.endswith('-private')


def faults_of(path, homes):
    layer = layer_of(path)
    for included in INCLUDE.findall(path.read_text()):
        if included in GENERATED:
            continue
        if included not in homes:
            yield f'{name(path)}: "{included}" is no header of the library (a file name without a folder is wanted)'
            continue
        other = layer_of(homes[included])
        if other != layer and LAYERS[other] >= LAYERS[layer]:
            yield f'{name(path)}: {layer}/ ({LAYERS[layer]}) includes "{included}" of {other}/ ({LAYERS[other]})'
        if is_public(path) and included.endswith('-private.h'):
            yield f'{name(path)}: a public header includes "{included}"'


with Report() as report:
    umbrella = LIBRARY / 'aiohttp.h'
    sources = [path for path in files('.c', '.h', under=['aiohttp-glib']) if path.parent != LIBRARY]
    homes, twice = {}, []
    for path in sources:
        if path.name in homes:
            twice.append(f'{name(path)} and {name(homes[path.name])}')
        homes[path.name] = path
    report.check('file names are unique across folders', twice)
    for layer in LAYERS:
        faults = [fault for path in sources if layer_of(path) == layer for fault in faults_of(path, homes)]
        report.check(f'{layer}/ includes only what is below it', faults)

    listed = set(INCLUDE.findall(umbrella.read_text())) - GENERATED
    public = {path.name for path in sources if is_public(path)}
    report.check('aiohttp.h includes every public header', sorted(public - listed))
    report.check('aiohttp.h includes nothing else', sorted(listed - public))
    report.check('examples include the umbrella only', [
        f'{name(path)}: {included}'
        for path in files('.c', '.h', under=['examples'])
        for included in re.findall(r'#\s*include\s+[<"]([^>"]*aiohttp-[^>"]*)[>"]', path.read_text())
        if included != 'aiohttp-glib/aiohttp.h' and 'aiohttp-glib/' + included != 'aiohttp-glib/aiohttp.h'
    ])
