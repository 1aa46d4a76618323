# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Each header compiles on its own: check-headers.py BUILD. Public ones in C and C++, private ones in C."""

import json
import pathlib
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from lint import TOP, Report, files, name

build = pathlib.Path(sys.argv[1]).resolve()
# Relative to the build folder, as every path in the command: so a compiler cache serves all build folders.
scratch = pathlib.Path('tests/lint/headers')


def library_command():
    """The compiler (with its cache, if any), include folders and definitions of one of the library's own files."""
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        words = shlex.split(entry['command'])
        if '-DAIOHTTP_COMPILATION' in words:
            compiler = words[:next(i for i, word in enumerate(words) if word.startswith('-'))]
            return compiler, [word for word in words if word.startswith(('-I', '-D')) or word == '-pthread']
    sys.exit('the library has no compile command')


compiler, flags = library_command()
cxx = [word for word in compiler if word.endswith('ccache')] + ['g++']


def compile_alone(job):
    path, language = job
    source = scratch / f'{path.stem}.{"cc" if language == "C++" else "c"}'
    wanted = f'#include "config.h"\n#include "{path.name}"\n'
    if not (build / source).exists() or (build / source).read_text() != wanted:
        (build / source).write_text(wanted)
    if language == 'C++':
        command = cxx + ['-std=c++17', '-Wall', '-Wextra', '-Wno-unused-parameter']
    else:
        command = compiler + ['-std=gnu11', '-Wall', '-Wextra', '-Wno-unused-parameter', '-Wno-unused-function', '-Wundef']
    command += ['-Werror', '-O0', *flags, '-c', source, '-o', f'{source}.o']
    done = subprocess.run(command, cwd=build, capture_output=True, text=True)
    return done.stderr.splitlines()[:20] if done.returncode else []


with Report() as report:
    (build / scratch).mkdir(parents=True, exist_ok=True)
    # A private list that is included several times on purpose (an X macro) has no #pragma once and cannot stand alone.
    headers = [path for path in files('.h', under=['aiohttp-glib'])
               if '#pragma once' in path.read_text() or not path.stem.endswith('-private')]
    public = [path for path in headers if not path.stem.endswith('-private')]
    jobs = [(path, 'C') for path in headers]
    if shutil.which('g++'):
        jobs += [(path, 'C++') for path in public]
    else:
        report.skip('headers in C++', 'g++ is not installed (Debian package g++)')
    with ThreadPoolExecutor(2) as pool:
        for (path, language), faults in zip(jobs, pool.map(compile_alone, jobs)):
            report.check(f'{name(path)} compiles alone in {language}', faults)
    report.check('public headers say #pragma once and G_BEGIN_DECLS', [
        name(path) for path in public
        if path.parent != TOP / 'aiohttp-glib' and not ('#pragma once' in path.read_text() and 'G_BEGIN_DECLS' in path.read_text())
    ])
