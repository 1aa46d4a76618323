#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Installs into a folder of its own and uses what is there as a user does: pkg-config and C, C++, Vala, Python, GJS.
# Then looks where the overrides go for the prefixes /usr and /usr/local.

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

BUILD=${BUILD:-build-install}
here=$PWD/tests/install
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix

step ()
{
  echo "--- $*"
}

# expect FILE...: all of them are there.
expect ()
{
  for file in "$@"; do
    [ -f "$file" ] || die "missing: $file; there is: $(cd "$work" && find . -type f | sort | tr '\n' ' ')"
  done
}

rm -rf "$BUILD"
prepare_build "$BUILD" -Dprefix="$prefix" -Dlibdir=lib -Dtests=false -Dexamples=false
build "$BUILD"
"$MESON" install -C "$BUILD" --no-rebuild --quiet

step 'Files'
expect "$prefix/include/aiohttp-glib-1.0/aiohttp-glib/aiohttp.h" \
  "$prefix/include/aiohttp-glib-1.0/aiohttp-glib/aiohttp-version.h" \
  "$prefix/include/aiohttp-glib-1.0/aiohttp-glib/aiohttp-enum-types.h" \
  "$prefix/lib/libaiohttp-glib-1.0.so" \
  "$prefix/bin/aiohttp-glib-serve" "$prefix/share/man/man1/aiohttp-glib-serve.1" \
  "$prefix/bin/aiohttp-glib-fetch" "$prefix/share/man/man1/aiohttp-glib-fetch.1" \
  "$prefix/lib/pkgconfig/aiohttp-glib-1.0.pc" \
  "$prefix/lib/girepository-1.0/Aiohttp-1.0.typelib" \
  "$prefix/share/gir-1.0/Aiohttp-1.0.gir" \
  "$prefix/share/vala/vapi/aiohttp-glib-1.0.vapi" \
  "$prefix/share/vala/vapi/aiohttp-glib-1.0.deps" \
  "$prefix/share/gjs-1.0/overrides/Aiohttp.js" "$prefix/share/gjs-1.0/overrides/_AiohttpWeb.js"
for header in "$prefix"/include/aiohttp-glib-1.0/aiohttp-glib/*-private.h; do
  [ ! -e "$header" ] || die "a private header is installed: $header"
done

export PKG_CONFIG_PATH="$prefix/lib/pkgconfig" LD_LIBRARY_PATH="$prefix/lib"
flags=$(pkg-config --cflags --libs aiohttp-glib-1.0)
step "C: $flags"
# shellcheck disable=SC2086 # words
gcc -Wall -Wextra -Werror "$here/program.c" -o "$work/c-program" $flags
"$work/c-program"

step 'C++'
# shellcheck disable=SC2086 # words
g++ -x c++ -std=c++17 -Wall -Wextra -Werror "$here/program.c" -o "$work/cxx-program" $flags
"$work/cxx-program"

step 'Vala'
valac --vapidir="$prefix/share/vala/vapi" --girdir="$prefix/share/gir-1.0" --pkg aiohttp-glib-1.0 \
  -X -w -d "$work" -o vala-program "$here/program.vala"
"$work/vala-program"

export GI_TYPELIB_PATH="$prefix/lib/girepository-1.0"
step 'Python'
override=$(cd "$prefix" && find . -path '*/gi/overrides/Aiohttp.py')
[ -n "$override" ] || die 'the Python override is not installed'
PYTHONPATH="$prefix/${override%/gi/overrides/Aiohttp.py}" "$PYTHON" "$here/program.py"

step 'GJS'
XDG_DATA_DIRS="$prefix/share:/usr/local/share:/usr/share" gjs -m "$here/program.js"

for wanted in /usr /usr/local; do
  step "With --prefix=$wanted"
  "$MESON" configure "$BUILD" -Dprefix="$wanted"
  DESTDIR="$work/root" "$MESON" install -C "$BUILD" --quiet >/dev/null
  folder=$("$PYTHON" -c 'import sys, sysconfig
print(sysconfig.get_path("purelib", "deb_system" if sys.argv[1] == "/usr" else "posix_local"))' "$wanted")
  echo "$folder/gi/overrides/Aiohttp.py"
  expect "$work/root$folder/gi/overrides/Aiohttp.py" "$work/root$wanted/share/gjs-1.0/overrides/Aiohttp.js"
  rm -rf "$work/root"
done
