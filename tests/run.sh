#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Installs what is missing, builds, runs every test:
#
#   sh tests/run.sh                  all of them, under meson
#   sh tests/run.sh --suite unit     what meson test's own options choose
#   sh tests/run.sh --gtester        every C test program under gtester; the report goes to build/gtester.xml

set -eu
cd "$(dirname "$0")/.."
. scripts/prepare.sh

BUILD=${BUILD:-build}

run_gtester ()
{
  build "$BUILD" c-tests
  # What meson sets for them, see tests/meson.build.
  export G_TEST_SRCDIR="$PWD/tests" G_TEST_BUILDDIR="$PWD/$BUILD/tests"
  export GSETTINGS_BACKEND=memory GIO_USE_VFS=local MALLOC_PERTURB_=77 AIOHTTP_TEST_TIMEOUT=100

  status=0
  xargs -r gtester -k -o "$BUILD/gtester.xml" <"$BUILD/tests/c-tests.txt" || status=1
  "$PYTHON" scripts/test-results.py "$BUILD/gtester.xml" || status=1
  echo "The report is in $BUILD/gtester.xml"
  exit $status
}

need_packages runtime build test
prepare_build "$BUILD" -Dtests=true -Dexamples=true -Dintrospection=true

if [ "${1-}" = --gtester ]; then
  run_gtester
fi
build "$BUILD"
exec "$MESON" test -C "$BUILD" --no-rebuild --print-errorlogs "$@"
