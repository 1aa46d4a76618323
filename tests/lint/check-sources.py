# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Licence lines, sizes, whitespace, paths of one machine."""

import re

from lint import Report, files, name

CODE = ('.c', '.h', '.py', '.js', '.vala', '.sh')
FILE_LINES, FILE_LOOK_AGAIN = 1200, 800
FUNCTION_LINES, FUNCTION_JUSTIFY = 120, 70
# Home folders, and scratch folders under /tmp, of whoever wrote it.
MACHINE_PATH = re.compile(r'/(?:root|home/[a-z]\w*|work|tmp/[a-z]\w*|Users/\w+)/[\w.]')


def functions(path):
    """(name, lines) of each function of a C file in GNU style: its braces stand alone in column 0."""
    lines = path.read_text().splitlines()
    start = None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            head = ' '.join(lines[max(0, start - 12):start])
            called = re.findall(r'(\w+) \(', re.split(r'[;}]', head)[-1])
            yield (called[0] if called else '?'), number - start + 1
            start = None


with Report() as report:
    code = [path for path in files(*CODE, '.in', '.build', '.toml') + files(under=['.ci'])]
    report.check('every source file has its two SPDX lines', [
        name(path) for path in files(*CODE) + files(under=['.ci'])
        if 'SPDX-License-Identifier: LGPL-2.1-or-later' not in (head := path.read_text()[:400])
        or 'SPDX-FileCopyrightText: The aiohttp-glib authors' not in head
    ])
    texts = sorted(set(code + files('.md', '.txt')))
    report.check('no path of one machine', [
        f'{name(path)}:{number}: {line.strip()}'
        for path in texts for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1)
        if MACHINE_PATH.search(line)
    ])
    report.check('no tab, no space at a line end, a newline at the end', [
        f'{name(path)}:{number}'
        for path in texts if path.name != 'LICENSE'
        for number, line in enumerate(path.read_text(errors='replace').split('\n'), 1)
        if line != line.rstrip() or '\t' in line
    ] + [name(path) for path in texts if (text := path.read_text(errors='replace')) and not text.endswith('\n')])

    sizes = [(path, path.read_text(errors='replace').count('\n')) for path in files(*CODE)]
    report.check(f'no file over {FILE_LINES} lines', [f'{name(path)}: {n}' for path, n in sizes if n > FILE_LINES])
    for path, n in sizes:
        if FILE_LOOK_AGAIN < n <= FILE_LINES:
            report.note(f'look again: {name(path)} has {n} lines')

    long = [(path, function, n) for path in files('.c') for function, n in functions(path) if n > FUNCTION_JUSTIFY]
    report.check(f'no function over {FUNCTION_LINES} lines', [
        f'{name(path)}: {function}: {n}' for path, function, n in long if n > FUNCTION_LINES
    ])
    for path, function, n in long:
        if n <= FUNCTION_LINES:
            report.note(f'to justify: {function} in {name(path)} has {n} lines')
