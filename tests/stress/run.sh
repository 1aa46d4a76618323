#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
#
# The stress tests with ever new seeds: locks, queues and trees of tasks under ASan and UBSan, threads that call into a
# loop under ThreadSanitizer. It ends at the first failure, and says with which seeds:
#
#   sh tests/stress/run.sh            for 10 minutes
#   sh tests/stress/run.sh 60 5000    for so many minutes, beginning with that seed

set -eu
cd "$(dirname "$0")/../.."
. scripts/prepare.sh

MINUTES=${1:-10}
SEED=${2:-1000}
SEEDS_A_TURN=10

export G_SLICE=always-malloc G_DEBUG=gc-friendly
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS="suppressions=$PWD/tests/sanitizers/lsan.supp:print_suppressions=0"
export TSAN_OPTIONS="suppressions=$PWD/tests/sanitizers/tsan.supp:halt_on_error=1:second_deadlock_stack=1"

# sanitize DIR SANITIZER PROGRAM...
sanitize ()
{
  dir=$1
  sanitizer=$2
  shift 2
  prepare_build "$dir" -Db_sanitize="$sanitizer" -Db_lundef=false -Doptimization=1 -Dintrospection=false
  for program in "$@"; do
    build "$dir" "tests/unit/$program"
    PROGRAMS="$PROGRAMS $dir/tests/unit/$program"
  done
}

need_packages build
PROGRAMS=
sanitize build-asan address,undefined test-sync-stress test-task-stress
sanitize build-tsan thread test-stress-threads

end=$(($(date +%s) + MINUTES * 60))
while [ "$(date +%s)" -lt "$end" ]; do
  for program in $PROGRAMS; do
    run_logged "$program" --tap "$SEED" "$SEEDS_A_TURN" || die "$program fails with one of the seeds $SEED to $((SEED + SEEDS_A_TURN - 1))"
  done
  SEED=$((SEED + SEEDS_A_TURN))
done
echo "No failure up to seed $((SEED - 1))"
