# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Where Python makes an object, for debug mode's messages."""

import atexit
import os
import sys

from gi.repository import Aiohttp

_FRAMES = 12
_OVERRIDES = os.path.dirname(__file__) + os.sep + '_aiohttp_'


def _stack(*user_data):
    lines = []
    frame = sys._getframe(1)
    while frame is not None and len(lines) < _FRAMES:
        code = frame.f_code
        if not code.co_filename.startswith(_OVERRIDES):
            lines.append(f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_qualname}'
                         if hasattr(code, 'co_qualname') else
                         f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_name}')
        frame = frame.f_back
    return '\n'.join(lines) or None


Aiohttp.debug_set_stack_func(_stack)
# Python is gone before the library.
atexit.register(Aiohttp.debug_set_stack_func, None)
