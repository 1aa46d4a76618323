#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Makes aiohttp-field-table-private.h anew: run it after a change of aiohttp-field-names-private.h.

Searches the multipliers of a perfect hash over a name's length and three of its letters (lower case).
"""
import pathlib
import random
import re

here = pathlib.Path(__file__).parent
source = (here / 'aiohttp-field-names-private.h').read_text()
names = re.findall(r'  X \((\w+), "([^"]+)"\)', source)
size = 512


def key(name):
    n = name.lower()
    return len(n), ord(n[0]) | 0x20, ord(n[len(n) // 2]) | 0x20, ord(n[max(len(n) - 3, 0)]) | 0x20


def search():
    keys = [key(name) for _, name in names]
    assert len(set(keys)) == len(keys), 'two names share length and letters: let key() look at another letter'
    rng = random.Random(1)
    while True:
        factors = [rng.randrange(1, 128) for _ in range(4)]
        slots = [sum(f * k for f, k in zip(factors, each)) % size for each in keys]
        if len(set(slots)) == len(slots):
            return factors, slots


factors, slots = search()
with open(here / 'aiohttp-field-table-private.h', 'w') as out:
    out.write('/* SPDX-License-Identifier: LGPL-2.1-or-later */\n'
              '/* SPDX-FileCopyrightText: The aiohttp-glib authors */\n\n'
              '/* Made by make-field-table.py from aiohttp-field-names-private.h. */\n\n#pragma once\n\n#include "aiohttp-headers-private.h"\n\n/* clang-format off */\n')
    for what, factor in zip(('LENGTH', 'FIRST', 'MIDDLE', 'LATE'), factors):
        out.write(f'#define FIELD_HASH_{what} {factor}u\n')
    out.write(f'#define FIELD_HASH_SIZE {size}u\n\n'
              'static const guint8 field_table[FIELD_HASH_SIZE] = {\n')
    for slot, (ident, _) in sorted(zip(slots, names)):
        out.write(f'  [{slot}] = AIOHTTP_FIELD_{ident},\n')
    out.write('};\n/* clang-format on */\n')
