# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Every C file is as clang-format 14 would write it. Other releases of clang-format differ in details."""

import difflib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from lint import Report, files, name

CLANG_FORMAT = 'clang-format-14'
BATCH = 64


def suspects(paths):
    """Those of the paths that clang-format says anything of: a process for many files, since most are in order."""
    run = subprocess.run([CLANG_FORMAT, '--dry-run', '--Werror', *paths], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return set()
    return {path for path in paths if str(path) in run.stderr} or set(paths)


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
        batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
        with ThreadPoolExecutor(2) as pool:
            suspect = set().union(*pool.map(suspects, batches))
        for path in paths:
            report.check(f'{name(path)} is formatted', differences(path) if path in suspect else [])
