# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What the peers in Python share."""

import json
import random
import sys

LARGE_TEXT = 'The quick brown fox jumps over the lazy dog. '.ljust(64, '.') * (1 << 14)
NOISE = random.Random(6455).randbytes(1 << 20)

number = 0
failed = 0


def check(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}', flush=True)
    for detail in () if good else details:
        print('#', repr(detail)[:500], flush=True)


def done():
    print(f'1..{number}', flush=True)
    sys.exit(bool(failed))


def tell_servers(ports):
    """For run.py: the URL of each server."""
    print(json.dumps({name: f'ws{"s" if name == "tls" else ""}://127.0.0.1:{port}/' for name, port in ports.items()}),
          flush=True)
