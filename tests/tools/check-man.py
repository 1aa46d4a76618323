# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""check-man.py GROFF PROGRAM PAGE: the man page is well-formed, and its options are those of --help."""

import re
import subprocess
import sys

groff, program, page = sys.argv[1:]
shown = subprocess.run([groff, '-man', '-Tutf8', '-ww', '-z', page], capture_output=True, text=True)
text = open(page).read().replace('\\-', '-')
usage = subprocess.run([program, '--help'], capture_output=True, text=True, check=True).stdout
options = set(re.findall(r'--[a-z][a-z-]+', usage)) - {'--help'}
documented = set(re.findall(r'--[a-z][a-z-]+', text.split('.SH OPTIONS')[1].split('.SH EXIT')[0])) - {'--help'}
problems = [shown.stderr] if shown.stderr.strip() else []
problems += [f'not in the man page: {option}' for option in sorted(options - documented)]
problems += [f'not in --help: {option}' for option in sorted(documented - options)]
print('\n'.join(problems))
sys.exit(bool(problems))
