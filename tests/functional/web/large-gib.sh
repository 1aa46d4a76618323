#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# The tests of large bodies with a whole GiB, too long for every day: an upload within one process, and in a server of its
# own a slow reader and a slow uploader. BUILD names the folder of the build.

set -eu
cd "$(dirname "$0")/../../.."

BUILD=${BUILD:-build}

"$BUILD/tests/functional/test-web-content" -p /web-content/large --gib
exec "$BUILD/tests/functional/test-web-large" --verbose --gib
