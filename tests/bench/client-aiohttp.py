# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Debian's aiohttp on uvloop for `run.sh client`: client-aiohttp.py URL IN_FLIGHT SECONDS SIZE."""

import asyncio
import sys
import time

import aiohttp
import uvloop

url, in_flight, seconds, size = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
done = 0


async def get(session):
    global done
    async with session.get(url) as response:
        body = await response.read()
    if len(body) != size:
        raise RuntimeError('The body has another length')
    done += 1


async def get_so_many(session):
    for _ in range(1 if size > 1 << 20 else 4):
        await get(session)


async def get_until(session, end):
    while time.monotonic() < end:
        await get(session)


async def main():
    global done
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(get_so_many(session) for _ in range(in_flight)))
        print('ready', flush=True)
        sys.stdin.readline()
        done = 0
        cpu, start = time.process_time(), time.monotonic()
        await asyncio.gather(*(get_until(session, start + seconds) for _ in range(in_flight)))
        print(done, time.monotonic() - start, time.process_time() - cpu, flush=True)


uvloop.install()
asyncio.run(main())
