# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What the checks share: the project's files, and results as TAP."""

import os
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ('aiohttp-glib', 'examples', 'tools', 'tests', 'docs', 'scripts', '.ci')


def files(*suffixes, under=FOLDERS):
    """The project's own files with one of these suffixes (all, without any), sorted."""
    found = [path for path in TOP.iterdir() if path.is_file()] if under is FOLDERS else []
    for folder in under:
        for parent, folders, names in os.walk(TOP / folder):
            folders[:] = sorted(name for name in folders if name != '__pycache__')
            found += [pathlib.Path(parent) / name for name in names]
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def name(path):
    """A path as a person would say it."""
    path = pathlib.Path(path)
    return str(path.relative_to(TOP)) if path.is_relative_to(TOP) else str(path)


class Report:
    """TAP on standard output, one line a check; `with Report() as report`."""

    def __init__(self):
        self.count = self.failed = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *rest):
        if kind is None:
            print(f'1..{self.count}')
            sys.exit(1 if self.failed else 0)

    def check(self, what, faults=()):
        """One check; `faults` are its findings, none when all is well."""
        self.count += 1
        faults = list(faults)
        self.failed += bool(faults)
        print(f'{"not ok" if faults else "ok"} {self.count} {what}')
        for fault in faults:
            for line in str(fault).splitlines():
                print(f'# {line}')
        sys.stdout.flush()

    def note(self, text):
        print(f'# {text}')

    def skip(self, what, why):
        self.count += 1
        print(f'ok {self.count} {what} # SKIP {why}')
