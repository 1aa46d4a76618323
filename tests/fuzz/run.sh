#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# Searches for inputs that crash the parser or make it depend on how they are cut, with clang's libFuzzer under ASan and UBSan:
#
#   sh tests/fuzz/run.sh                          each target for 60 seconds
#   sh tests/fuzz/run.sh http1-heads 300          one target, for so many seconds
#   sh tests/fuzz/run.sh --minimize http1-heads   add to the corpus what covers more
#
# What was found lies in build-fuzz/; a crash is left there as crash-…: add it to tests/fuzz/corpus/TARGET/ once it is mended.

set -eu
cd "$(dirname "$0")/../.."

BUILD=${BUILD:-build-fuzz}
TARGETS='http1-heads http1-bodies multipart fields proxy-header static-path websocket websocket-inflate'
SECONDS_EACH=60
CFLAGS='-g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
LAYERS='base net http http1 websocket'

command -v clang >/dev/null || { echo 'clang is missing: apt-get install clang' >&2; exit 1; }

# The layers below the sockets depend on nothing that is generated, so they build without meson.
build_target ()
{
  target=$1
  includes="-I$BUILD"
  sources=
  for layer in $LAYERS; do
    includes="$includes -Iaiohttp-glib/$layer"
    for source in "aiohttp-glib/$layer"/*.c; do
      case $source in
        */aiohttp-chars.c | */aiohttp-headers.c | */aiohttp-http-date.c | */aiohttp-url.c | */aiohttp-status.c | */aiohttp-error.c | */aiohttp-http1-*.c | */aiohttp-byte-buffer.c | \
        */aiohttp-params.c | */aiohttp-cookie-parser.c | */aiohttp-forwarded.c | */aiohttp-content-disposition.c | */aiohttp-etag.c | \
        */aiohttp-range.c | */aiohttp-json.c | */aiohttp-static-path.c | */aiohttp-multipart-parser.c | */aiohttp-proxy-header.c | */aiohttp-web-socket-message.c | \
        */aiohttp-web-socket-parser.c | */aiohttp-web-socket-decoder.c | */aiohttp-web-socket-deflate.c | \
        */aiohttp-web-socket-frame.c | */aiohttp-web-socket-mask.c | */aiohttp-web-socket-text.c)
          sources="$sources $source" ;;
      esac
    done
  done
  : >"$BUILD/config.h"
  # shellcheck disable=SC2046,SC2086
  clang -std=gnu11 -D_GNU_SOURCE -DG_LOG_DOMAIN='"aiohttp-glib"' $CFLAGS -fsanitize=fuzzer $includes \
    -o "$BUILD/fuzz-$target" "tests/fuzz/fuzz-$target.c" $sources $(pkg-config --cflags --libs libsoup-3.0 json-glib-1.0 gio-2.0 zlib)
}

minimize=
if [ "${1-}" = --minimize ]; then
  minimize=yes
  shift
fi
if [ $# -gt 0 ]; then
  TARGETS=$1
  SECONDS_EACH=${2:-$SECONDS_EACH}
fi

for target in $TARGETS; do
  mkdir -p "$BUILD/$target"
  build_target "$target"
  if [ -n "$minimize" ]; then
    "$BUILD/fuzz-$target" -set_cover_merge=1 -use_counters=0 -max_len=300 "tests/fuzz/corpus/$target" "$BUILD/$target"
    continue
  fi
  "$BUILD/fuzz-$target" -max_total_time="$SECONDS_EACH" -max_len=2048 -timeout=5 -rss_limit_mb=1024 -use_value_profile=1 \
    -dict=tests/fuzz/http1.dict -artifact_prefix="$BUILD/$target-" "$BUILD/$target" "tests/fuzz/corpus/$target"
done
