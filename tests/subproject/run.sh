#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Builds a user's project that has aiohttp-glib as a meson subproject, and runs its suite under meson and gtester.

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/subprojects"
cp tests/subproject/meson.build examples/test-hello.c "$work"
ln -s "$top" "$work/subprojects/aiohttp-glib"
# --force-fallback-for: the subproject even where the library is installed.
"$MESON" setup --force-fallback-for=aiohttp-glib-1.0 "$work/build" "$work"
"$NINJA" -C "$work/build"
"$MESON" test -C "$work/build" --no-rebuild --print-errorlogs
gtester -k -o "$work/report.xml" "$work/build/test-hello"
