# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The guides: every page listed, every link whole, every snippet cut from a file that the tests build or run."""

import re
import textwrap

from lint import TOP, Report, files, name

SUFFIX = {'c': '.c', 'python': '.py', 'js': '.js', 'javascript': '.js', 'vala': '.vala', 'meson': '.build'}
FENCE = re.compile(r'^```(\w*)\n(.*?)^```$', re.M | re.S)
LEFT_OUT = re.compile(r'^\s*(?:/\*|//|#)?\s*(?:…|\.\.\.)\s*(?:\*/)?\s*$')


def parts_of(snippet):
    """A line of nothing but an ellipsis stands for lines left out."""
    parts, part = [], []
    for line in snippet.rstrip('\n').split('\n'):
        if LEFT_OUT.match(line):
            parts.append(part)
            part = []
        else:
            part.append(line)
    return [dedented for part in parts + [part] if (dedented := textwrap.dedent('\n'.join(part)).strip('\n'))]


def is_cut_from(part, lines):
    wanted = part.split('\n')
    first = wanted[0].strip()
    return any(
        textwrap.dedent('\n'.join(lines[i:i + len(wanted)])) == part
        for i, line in enumerate(lines) if line.strip() == first
    )


def sources(suffix):
    folders = ['examples', 'tests'] if suffix != '.build' else ['tests', 'examples', 'docs']
    return [path.read_text().split('\n') for path in files(suffix, under=folders)]


def snippet_faults(path):
    for language, snippet in FENCE.findall(path.read_text()):
        suffix = SUFFIX.get(language)
        if suffix is None:
            continue
        for part in parts_of(snippet):
            if not any(is_cut_from(part, lines) for lines in sources(suffix)):
                yield f'no {suffix} file of examples/ or tests/ holds:\n{textwrap.indent(part, "  ")}'


def link_faults(path):
    for target in re.findall(r'\]\(([^)#\s]+)[^)]*\)', FENCE.sub('', path.read_text())):
        if not re.match(r'\w+:', target) and not (path.parent / target).exists():
            yield f'{name(path)}: {target}'


with Report() as report:
    readme = (TOP / 'README.md').read_text()
    pages = files('.md', under=['docs'])
    reference = (TOP / 'docs/aiohttp.toml.in').read_text()
    report.check('README.md lists every page of docs/', [name(p) for p in pages if name(p) not in readme])
    report.check('the reference has every page of docs/', [name(p) for p in pages if f"'{p.name}'" not in reference])
    report.check('a page begins with its title', [
        name(p) for p in pages if not re.match(r'(?:(?:Title|Slug): .*\n)*\n?# ', p.read_text())])

    guides = [path for path in files('.md') if path.parent.name != 'corpus']
    for path in guides:
        report.check(f'the snippets of {name(path)}', snippet_faults(path))
    report.check('links lead somewhere', [fault for path in guides for fault in link_faults(path)])

    examples = [path for path in files('.c', '.py', '.js', '.vala', '.sh', under=['examples'])]
    listing = (TOP / 'examples/README.md').read_text()
    report.check('examples/README.md lists every example', [
        name(p) for p in examples if str(p.relative_to(TOP / 'examples')) not in listing])
    report.check('examples/README.md lists nothing else', [
        listed for row in re.findall(r'^\| ([^|]+) \|', listing, re.M) for listed in re.findall(r'`([^`]+)`', row) if not (TOP / 'examples' / listed).exists()])
    builds = '\n'.join(path.read_text() for path in files('.build', '.py', '.sh', under=['examples', 'tests']))
    report.check('every example is built or run by the tests', [
        name(p) for p in examples if p.name not in builds and p.name != 'run.sh'
        and f"'{p.relative_to(TOP / 'examples').with_suffix('')}'" not in builds])
    report.check('no example over 150 lines', [
        f'{name(p)}: {n}' for p in examples if p.name != 'run.sh' and (n := p.read_text().count('\n')) > 150])
