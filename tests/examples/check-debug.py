# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""examples/debug says what is wrong with it. Arguments: the command."""

import os
import subprocess
import sys

ANYWHERE = ['Executing the callback', 'Unclosed client session', 'Created at (innermost call first)']
IN_C = ['Nobody asked for the error of the task', 'In a thread:']

command = sys.argv[1:]
done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
                      env={**os.environ, 'G_MESSAGES_DEBUG': ''})
wanted = ANYWHERE + (IN_C if not command[-1].endswith(('.py', '.js', '-vala')) else [])
missing = [text for text in wanted if text not in done.stdout]
if done.returncode != 0 or missing:
    sys.exit(f'{done.stdout}\nexit status {done.returncode}, without {missing}')
