# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Print where this interpreter looks for modules installed under a prefix.

usage: install-dir.py PREFIX
"""

import os
import sys
import sysconfig


def candidates(prefix):
    schemes = sysconfig.get_scheme_names()
    if prefix == '/usr' and 'deb_system' in schemes:
        yield sysconfig.get_path('purelib', 'deb_system', {'base': '/usr'})
    if prefix == '/usr/local' and 'posix_local' in schemes:
        yield sysconfig.get_path('purelib', 'posix_local', {'base': '/usr'})
    for path in sys.path:
        if os.path.basename(path) in ('dist-packages', 'site-packages') and path.startswith(prefix + '/lib'):
            yield path
    yield sysconfig.get_path('purelib', 'posix_prefix', {'base': prefix})


print(next(candidates(os.path.normpath(sys.argv[1]))))
