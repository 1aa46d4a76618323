# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Every C file is as clang-format 14 would write it. Other releases of clang-format differ in details."""

import difflib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from lint import Report, files, name

CLANG_FORMAT = 'clang-format-14'


def differences(path):
    text = path.read_text()
    wanted = subprocess.run([CLANG_FORMAT, path], capture_output=True, text=True, check=True).stdout
    diff = difflib.unified_diff(text.splitlines(), wanted.splitlines(), name(path), 'formatted', lineterm='', n=1)
    return list(diff)[:20]


with Report() as report:
    if shutil.which(CLANG_FORMAT) is None:
        report.skip('format', f'{CLANG_FORMAT} is not installed (Debian package clang-format-14)')
    else:
        paths = files('.c', '.h')
        with ThreadPoolExecutor(2) as pool:
            for path, diff in zip(paths, pool.map(differences, paths)):
                report.check(f'{name(path)} is formatted', diff)
