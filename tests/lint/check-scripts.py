# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Shell and Python files can be read by their interpreters; shellcheck, where installed, finds nothing."""

import shutil
import subprocess

from lint import TOP, Report, files, name


def shell_of(path):
    first = path.read_text(errors='replace').split('\n', 1)[0]
    return 'bash' if 'bash' in first else 'sh'


def faults(command):
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []


def python_faults(path):
    try:
        compile(path.read_text(), name(path), 'exec')
    except SyntaxError as error:
        return [f'{name(path)}:{error.lineno}: {error.msg}']
    return []


with Report() as report:
    scripts = files('.sh') + files(under=['.ci'])
    for path in scripts:
        report.check(f'{name(path)} can be read by {shell_of(path)}', faults([shell_of(path), '-n', path]))
    if shutil.which('shellcheck'):
        report.check('shellcheck', faults(['shellcheck', '-x', *map(name, scripts)]))
    else:
        report.skip('shellcheck', 'not installed (Debian package shellcheck)')
    for path in files('.py'):
        report.check(f'{name(path)} can be read by Python', python_faults(path))
