#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# A slow reader of a generated gigabyte: the server stays below 32 MiB, and others are answered.

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

need_packages build
prepare_build build
build build tests/stress/gigabyte-server
"$PYTHON" tests/stress/gigabyte.py build/tests/stress/gigabyte-server
