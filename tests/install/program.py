# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The override is found beside PyGObject's own: without it there is no Aiohttp.run for a coroutine."""

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp  # noqa: E402


async def main():
    return f'aiohttp-glib {Aiohttp.get_version()}'


print(Aiohttp.run(main()))
