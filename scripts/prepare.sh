# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
# shellcheck shell=sh
#
# Sourced by the scripts that a user runs, in the project's top folder: packages and the build folder.

# Debian's own interpreter and meson: a python3 found earlier in PATH may lack gi.
PYTHON=/usr/bin/python3
MESON=/usr/bin/meson
NINJA=ninja
[ -x "$PYTHON" ] || PYTHON=python3
[ -x "$MESON" ] || MESON=meson

die ()
{
  echo "$*" >&2
  exit 1
}

# run_logged COMMAND...: shows what the command printed only when it fails.
run_logged ()
{
  log=$(mktemp)
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
}

# packages_of GROUP...: the packages of these groups, one a line.
packages_of ()
{
  for group in "$@"; do
    awk -v wanted="[$group]" '/^#/ || /^$/ { next } /^\[/ { inside = ($0 == wanted); next } inside' scripts/packages.txt
  done
}

# missing_packages PACKAGE...: those that are not installed, one a line. Asks nothing but dpkg's own database.
missing_packages ()
{
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" { print $1 }')
  for package in "$@"; do
    echo "$installed" | grep -qxF "$package" || echo "$package"
  done
}

# need_packages GROUP...: installs what is missing, as root; else says how, and stops.
need_packages ()
{
  command -v dpkg-query >/dev/null || return 0 # not Debian: meson will name what it does not find
  # shellcheck disable=SC2046 # one word a package
  missing=$(missing_packages $(packages_of "$@") | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    echo "Some Debian packages are missing. As root, run:" >&2
    echo "  apt-get install $missing" >&2
    exit 1
  fi
  echo "Installing from Debian: $missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # one word a package
  { run_logged apt-get -q update && run_logged apt-get -q -y --no-install-recommends install $missing; } ||
    die "apt-get could not install: $missing"
}

# prepare_build DIR [OPTION...]: DIR is a build folder of this tree by this meson, with these -D options. One that is
# half made, was copied here or comes from another meson is made anew.
prepare_build ()
{
  dir=$1
  shift
  state=$("$PYTHON" scripts/build-state.py "$dir" "$("$MESON" --version)" "$@") || die "cannot look into $dir"
  case $state in
  ready) ;;
  options) "$MESON" configure "$dir" "$@" >/dev/null || die "meson configure failed" ;;
  *)
    [ "$state" = new ] || { echo "$dir: $state; making it anew"; rm -rf "$dir"; }
    echo "Setting up $dir"
    run_logged "$MESON" setup "$dir" "$@" || die "meson setup failed"
    ;;
  esac
}

# build DIR [TARGET...]: one moving line on a terminal, silence elsewhere, the compiler's words when it fails.
build ()
{
  dir=$1
  shift
  echo "Building in $dir"
  if [ -t 1 ]; then
    "$NINJA" -C "$dir" "$@" || die "the build failed"
  else
    run_logged "$NINJA" -C "$dir" "$@" || die "the build failed"
  fi
}
