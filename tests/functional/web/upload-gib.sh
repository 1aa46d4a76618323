#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# The test of a large upload with a whole GiB, too long for every day; BUILD names the folder of the build.

set -eu
cd "$(dirname "$0")/../../.."

exec "${BUILD:-build}/tests/functional/test-web-content" -p /web-content/large --gib
