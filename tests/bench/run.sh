#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Our hello server beside others, on one core, the load generator on another:
#
#   sh tests/bench/run.sh hello      requests/s and requests per CPU second
#   sh tests/bench/run.sh idle       the same beside idle connections, and what each of these costs in memory
#   sh tests/bench/run.sh web        each thing a web server does, beside nginx, SoupServer, aiohttp with uvloop, Node
#   sh tests/bench/run.sh websocket  echoes and broadcasts, beside SoupWebsocketConnection, node-ws, python3-websockets,
#                                    aiohttp with uvloop and a bare epoll loop
#   sh tests/bench/run.sh client     our client by both transports, beside SoupSession, libcurl's multi interface and
#                                    aiohttp with uvloop, on client CPU seconds
#   sh tests/bench/run.sh tasks      tasks, futures, locks, queues beside asyncio with uvloop and GTask; a sleeping
#                                    task's memory
#   sh tests/bench/run.sh debug      the same operations where debug mode is off, beside a library built without it
#
# Settings, in the environment: ROUNDS=5, SECONDS_PER_ROUND=4, CONNECTIONS=64, IDLE="0 1000 5000 9000",
# SLEEPERS=20000, SERVERS="ours nginx" (a part of ours, python, epoll, nginx, evhttp, soup, aiohttp),
# ROWS="hello file" (a part of those in web.py, websocket.py or client.py), MEMBERS=1000.

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

BUILD=${BUILD:-build-bench}

need_packages runtime build bench
prepare_build "$BUILD" -Dbuildtype=release -Dbenchmarks=true -Dtests=true -Dexamples=false -Dintrospection=true -Dvapi=false
build "$BUILD" bench-programs
exec "$PYTHON" tests/bench/bench.py "$BUILD" "$@"
