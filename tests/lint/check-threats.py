# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Each test that THREAT_MODEL.md names exists: in a table of tests/conformance, in the fuzz corpus, or as a path in a C test."""

import re

from lint import TOP, Report, files


def test_paths():
    """All test paths; one that a test program puts together ends in a star."""
    c_sources = files('.c', under=['tests'])
    text = '\n'.join(path.read_text() for path in c_sources)
    for table, prefix in re.findall(r'conformance_add_table \("([^"]+)", "([^"]+)"', text):
        for case in re.findall(r'^case: (.+)$', (TOP / 'tests/conformance' / table).read_text(), re.M):
            yield f'{prefix}/{case}'
    for target in (TOP / 'tests/fuzz/corpus').iterdir():
        if target.is_dir():
            yield from (f'/fuzz/{target.name}/{path.name}' for path in target.iterdir())
    for source in c_sources:
        one = source.read_text()
        yield from re.findall(r'"(/[a-z0-9/-]+)"', one)
        for prefix, table in re.findall(r'g_strconcat \("(/[^"]+/)", (\w+)\[i\]', one):
            rows = re.search(rf'\b{table}\[\] = \{{\n(.*?)^\}};', one, re.S | re.M)
            yield from (prefix + name for name in re.findall(r'^  \{ "([^"]+)"', rows[1] if rows else '', re.M))
        for prefix in re.findall(r'#define ADD\(path,[^)]*\) \w+ \("(/[^"]+/)" path', one):
            yield from (prefix + path for path in re.findall(r'\bADD \("([^"]+)"', one))
        for group, table in re.findall(r'hostile_add_rows \("([^"]+)", (\w+),', one):
            rows = re.search(rf'^static const HostileRow {table}\[\] = \{{\n(.*?)^\}};', one, re.S | re.M)
            yield from (f'/client/hostile/{group}/{name}' for name in re.findall(r'\.name = "([^"]+)"', rows[1]))


with Report() as report:
    known = set(test_paths())
    model = TOP / 'THREAT_MODEL.md'
    named = re.findall(r'`(/[a-z0-9*./-]+)`', model.read_text())
    report.check('THREAT_MODEL.md names tests', [] if named else ['none'])
    report.check('the tests that THREAT_MODEL.md names exist', [
        name for name in named
        if not any(path.startswith(name[:-1]) if name.endswith('*') else path == name for path in known)])
