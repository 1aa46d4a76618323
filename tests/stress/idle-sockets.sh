#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# 10,000 idle websockets with a heartbeat in one process: memory per socket, in both styles, and CPU per second.
#
#   sh tests/stress/idle-sockets.sh                  10,000 sockets, a ping every 10 s, 20 s of it
#   sh tests/stress/idle-sockets.sh 1000 2 10        so many, and so on

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

BUILD=${BUILD:-build}

need_packages build
prepare_build "$BUILD"
build "$BUILD" tests/stress/idle-sockets-server
"$PYTHON" tests/stress/idle-sockets.py "$BUILD/tests/stress/idle-sockets-server" "$@"
