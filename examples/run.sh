#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Installs what is missing, builds, starts the hello server on a free port, talks to it with the clients in C, Python
# and JavaScript, and then keeps serving until Ctrl-C:
#
#   sh examples/run.sh           with --once it ends after the exchanges

set -eu
cd "$(dirname "$0")/.."
. scripts/prepare.sh

BUILD=${BUILD:-build}
server_pid=
tail_pid=
output=$(mktemp)

end_server ()
{
  for pid in $tail_pid $server_pid; do
    kill "$pid" 2>/dev/null || :
    wait "$pid" 2>/dev/null || :
  done
  rm -f "$output"
}

# start_server COMMAND...: waits for the URL that it prints, and sets $url.
start_server ()
{
  "$@" >"$output" 2>&1 &
  server_pid=$!
  for _ in $(seq 100); do
    url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$output" | head -n 1)
    [ -z "$url" ] || return 0
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$output" >&2
  die "the server did not start"
}

# exchange TITLE COMMAND...: a client that prints its requests, the statuses and the bodies; and how long it all took.
exchange ()
{
  echo
  echo "--- $1"
  shift
  began=$(date +%s%N)
  "$@" || die "the client failed"
  echo "($((($(date +%s%N) - began) / 1000000)) ms with starting and ending the program)"
}

case ${1-} in
'' | --once) ;;
*) die "sh examples/run.sh [--once]" ;;
esac

need_packages runtime build
prepare_build "$BUILD" -Dexamples=true -Dintrospection=true
build "$BUILD" all-examples

trap end_server EXIT
trap 'exit 0' INT TERM HUP

# The library and the overrides of this tree, not installed ones.
export LD_LIBRARY_PATH="$PWD/$BUILD/aiohttp-glib" GI_TYPELIB_PATH="$PWD/$BUILD/aiohttp-glib"
export PYTHONPATH="$PWD/aiohttp-glib/bindings/python" GJS_PATH="$PWD/aiohttp-glib/bindings/gjs"

start_server "$BUILD/examples/hello" 0
echo
echo "The hello server (examples/hello.c) is at $url"
exchange "The client in C (examples/client.c)" "$BUILD/examples/client" "$url"
exchange "The client in Python (examples/client.py)" "$PYTHON" examples/client.py "$url"
exchange "The client in JavaScript (examples/client.js)" gjs -m examples/client.js "$url"

if [ "${1-}" != --once ]; then
  echo
  echo "Serving at $url until Ctrl-C. What it logs:"
  tail -n +1 -f "$output" &
  tail_pid=$!
  wait "$server_pid"
fi
