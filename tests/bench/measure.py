# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What /proc and wrk say: CPU seconds, resident memory, one round of load."""

import os
import pathlib
import re
import resource
import subprocess
import time

SERVER_CPU, CLIENT_CPU = (sorted(os.sched_getaffinity(0)) * 2)[:2]
CLIENT_BOUND = 0.90


def pin(cpu):
    """For Popen's preexec_fn: one core, and as many descriptors as allowed."""

    def prepare():
        os.sched_setaffinity(0, {cpu})
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    return prepare


def family(pid):
    """A process and all below it (nginx answers from a worker)."""
    pids = [pid]
    for child in pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split():
        pids += family(int(child))
    return pids


def cpu_seconds(pid):
    """User and system time, of threads that have ended too."""
    # clock_getcpuclockid(3) of a process: the complement of its id, and CPUCLOCK_SCHED, which is exact.
    return sum(time.clock_gettime((~member << 3) | 2) for member in family(pid))


def resident_bytes(pid):
    total = 0
    for member in family(pid):
        status = pathlib.Path(f'/proc/{member}/status').read_text()
        total += int(re.search(r'VmRSS:\s+(\d+) kB', status).group(1)) * 1024
    return total


def milliseconds(text):
    match = re.fullmatch(r'([\d.]+)(us|ms|s|m)', text)
    if match is None:
        raise RuntimeError(f'wrk gave {text!r} for a time')
    value, unit = match.groups()
    return float(value) * {'us': 0.001, 'ms': 1, 's': 1000, 'm': 60000}[unit]


def load(url, pid, seconds, connections, script=None):
    """One round of wrk against the server `pid`: a dict of what came out."""
    command = ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', url]
    if script:
        command[1:1] = ['-s', str(script)]
    cpu_before, began = cpu_seconds(pid), time.monotonic()
    wrk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=pin(CLIENT_CPU))
    output = wrk.stdout.read()
    _, status, usage = os.wait4(wrk.pid, 0)
    wrk.returncode = os.waitstatus_to_exitcode(status)
    wall, server_cpu = time.monotonic() - began, cpu_seconds(pid) - cpu_before
    if wrk.returncode != 0:
        raise RuntimeError(f'wrk failed:\n{output}')

    requests, took = re.search(r'(\d+) requests in ([\d.]+\w+)', output).groups()
    wrong = re.search(r'Non-2xx or 3xx responses: (\d+)', output)
    sockets = re.search(r'Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)', output)
    return {
        'requests': int(requests),
        'rps': int(requests) / (milliseconds(took) / 1000),
        'per_cpu': int(requests) / max(server_cpu, 1e-6),
        'server_cpu': server_cpu / wall,
        'client_cpu': (usage.ru_utime + usage.ru_stime) / wall,
        'p99_ms': milliseconds(re.search(r'^\s+99%\s+(\S+)', output, re.M).group(1)),
        'errors': (int(wrong.group(1)) if wrong else 0) + (sum(map(int, sockets.groups())) if sockets else 0),
    }


def exchange(command, pid):
    """One round of a load generator that says "ready", works when told to, and prints "MESSAGES SECONDS [CPU-SECONDS]"."""
    generator = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                 preexec_fn=pin(CLIENT_CPU))
    with generator:
        if generator.stdout.readline() != 'ready\n':
            raise RuntimeError(f'{command[0]} did not get ready')
        server_before, client_before = cpu_seconds(pid), cpu_seconds(generator.pid)
        generator.stdin.write('go\n')
        generator.stdin.flush()
        words = generator.stdout.readline().split()
        server_cpu = cpu_seconds(pid) - server_before
        if len(words) not in (2, 3):
            raise RuntimeError(f'{command[0]} failed')
        messages, wall = int(words[0]), float(words[1])
        client_cpu = float(words[2]) if len(words) == 3 else cpu_seconds(generator.pid) - client_before
    return {
        'rps': messages / wall,
        'per_cpu': messages / max(server_cpu, 1e-6),
        'server_cpu': server_cpu / wall,
        'client_cpu': client_cpu / wall,
        'errors': 0,
    }
