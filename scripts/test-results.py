# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Counts what a test run really did: test-results.py [--logs] TESTLOG.json | GTESTER.xml

A TAP program counts once for each of its subtests, and once more when it failed in another way (a crash, a timeout, a
plan not kept); any other program counts once. The names of what failed come first, the last line is
"N passed, N failed, N skipped". Exits 1 when something failed, or when nothing ran at all. With --logs it shows the end
of what each program that failed wrote instead, and exits 0.
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


LOG_LINES = 60

# What XML 1.0 has no place for (2.2), but a test's log may well hold: as it is, or as gtester refers to it.
NO_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|&#x(?:0|1?[0-8bcef]|1[9ad]);')


def read_xml(path):
    return ElementTree.fromstring(NO_XML.sub('\ufffd', path.read_text(errors='replace')).encode())


class Counts:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, name, result):
        if result == 'failed':
            print('failed:', name)
        setattr(self, result, getattr(self, result) + 1)


def count_meson(path, counts):
    """meson's JUnit file names the subtests, but shows a timeout or a crash as success: the JSON log has the truth."""
    suites = {}
    for suite in read_xml(path.with_suffix('.junit.xml')):
        suites[suite.get('name').split('.', 1)[-1]] = suite

    for line in path.read_text().splitlines():
        test = json.loads(line)
        name = test['name']
        good = test['result'] in ('OK', 'EXPECTEDFAIL', 'SKIP')
        if name in suites:
            failed_before = counts.failed
            for case in suites[name]:
                if case.tag != 'testcase':
                    continue
                result = 'passed'
                if case.find('failure') is not None or case.find('error') is not None:
                    result = 'failed'
                elif case.find('skipped') is not None:
                    result = 'skipped'
                counts.add(f'{name}: {case.get("name")}', result)
            if not good and counts.failed == failed_before:
                counts.add(f'{name}: {test["result"]}', 'failed')
        else:
            counts.add(f'{name}: {test["result"]}', 'failed' if not good else 'skipped' if test['result'] == 'SKIP' else 'passed')


def count_gtester(path, counts):
    """gtester runs a program again from behind the case that failed, so a case can be there twice."""
    results = {}
    for binary in read_xml(path).iter('testbinary'):
        program = pathlib.Path(binary.get('path')).name
        cases = binary.findall('testcase')
        if not cases:
            results[(program, 'no test ran')] = 'failed'
        for case in cases:
            if case.get('skipped') == '1':
                continue
            status = case.find('status')
            result = 'failed'
            if status is not None and status.get('result') == 'success':
                result = 'skipped' if status.get('exit-status') == '1' else 'passed'
            results[(program, case.get('path'))] = result
    for (program, case), result in results.items():
        counts.add(f'{program}: {case}', result)


def show(title, text):
    print(f'--- {title}')
    print('\n'.join(text.strip().splitlines()[-LOG_LINES:]))


def show_logs(path):
    if path.suffix == '.xml':
        for binary in read_xml(path).iter('testbinary'):
            for case in binary.findall('testcase'):
                status = case.find('status')
                if case.get('skipped') != '1' and (status is None or status.get('result') != 'success'):
                    texts = [element.text or '' for tag in ('message', 'error') for element in case.findall(tag)]
                    show(f'{binary.get("path")} {case.get("path")}', '\n'.join(texts))
        return
    for line in path.read_text().splitlines():
        test = json.loads(line)
        if test['result'] not in ('OK', 'EXPECTEDFAIL', 'SKIP'):
            show(f'{test["name"]}: {test["result"]} after {test["duration"]:.1f} s',
                 f'{test.get("stdout", "")}\n{test.get("stderr", "")}')


if sys.argv[1] == '--logs':
    for argument in map(pathlib.Path, sys.argv[2:]):
        show_logs(argument)
    sys.exit(0)
counts = Counts()
for argument in map(pathlib.Path, sys.argv[1:]):
    (count_gtester if argument.suffix == '.xml' else count_meson)(argument, counts)
print(f'{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped')
sys.exit(1 if counts.failed or not counts.passed else 0)
