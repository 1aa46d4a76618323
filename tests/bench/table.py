# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Rounds, medians, and how they are printed."""

import statistics
import sys

import measure

WIDTH = 44


def median(rounds):
    """The medians of a server's rounds, and whether the load generator rather than the server set the pace."""
    result = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    result['errors'] = sum(one['errors'] for one in rounds)
    result['client_bound'] = result['client_cpu'] > measure.CLIENT_BOUND
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in result.items()}


def run_rounds(subjects, count):
    """{name: function that loads it} -> {name: medians}, every round over all of them."""
    rounds = {name: [] for name in subjects}
    for number in range(count):
        for name, load in subjects.items():
            rounds[name].append(load())
        if sys.stderr.isatty():
            print(f'round {number + 1} of {count}', file=sys.stderr, end='\r')
    return {name: median(of_one) for name, of_one in rounds.items()}


def row_line(name, figures, last=''):
    note = ' client-bound' if figures['client_bound'] else ''
    note += f' {figures["errors"]} errors' if figures['errors'] else ''
    p99 = f'{figures["p99_ms"]:>10.2f}' if 'p99_ms' in figures else ''
    return (f'{name:<{WIDTH}}{figures["rps"]:>11,.0f}{figures["per_cpu"]:>12,.0f}{figures["server_cpu"]:>8.0%}'
            f'{figures["client_cpu"]:>8.0%}{p99}  {last}{note}')


def title_line(first, last=''):
    """That of what wrk loads."""
    return f'{first:<{WIDTH}}{"requests/s":>11}{"per CPU s":>12}{"server":>8}{"wrk":>8}{"p99 ms":>10}  {last}'


def plain_title_line(first, unit, generator, measured='server'):
    return f'{first:<{WIDTH}}{unit:>11}{"per CPU s":>12}{measured:>8}{generator:>8}'


def verdict(ratio, target):
    if target is None:
        return ''
    return f'(to reach {target:.2f}: {"reached" if ratio >= target else "missed"})'


def compare(title, key, ratios, results):
    """The ratios of a row on CPU seconds, where both sides were measured."""
    found = []
    for ours, beside, target in ratios:
        if ours in results and beside in results and results[beside]['per_cpu'] > 0:
            ratio = results[ours]['per_cpu'] / results[beside]['per_cpu']
            found.append({'row': key, 'title': title, 'ours': ours, 'beside': beside, 'ratio': round(ratio, 3),
                          'target': target})
    return found


def print_comparisons(comparisons):
    missed = 0
    for one in comparisons:
        print(f'{one["title"]}: {one["ours"]} / {one["beside"]}: {one["ratio"]:.2f} '
              f'{verdict(one["ratio"], one["target"])}'.rstrip())
        missed += one['target'] is not None and one['ratio'] < one['target']
    print(f'{sum(one["target"] is not None for one in comparisons)} targets, {missed} missed')
