#!/bin/sh
# Measures README's first command as a stranger meets it: this commit cloned into an empty folder, an empty package
# cache, native libraries fetched anew. Prints wall time, time of every stage, peak memory and the report's table.
#   benchmarks/quickstart.sh              everything from nothing (downloads about 250 MB of packages)
#   benchmarks/quickstart.sh --warm       with the packages that this user has already
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

git clone --quiet "$root" "$work/clone"
cd "$work/clone"
[ "${1:-}" = "--warm" ] || export NUGET_PACKAGES="$work/packages"
unset DIFFOG_HOME DIFFOG_MUJOCO 2>/dev/null || true

# The largest resident set of one process, sampled while the command runs: needs nothing that Debian does not have.
watch_memory() {
    largest=0
    while kill -0 "$1" 2>/dev/null; do
        for status in /proc/[0-9]*/status; do
            kilobytes=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "$status" 2>/dev/null) || continue
            [ -n "$kilobytes" ] && grep -q "$work/clone" "${status%status}cmdline" 2>/dev/null || continue
            [ "$kilobytes" -le "$largest" ] || largest=$kilobytes
        done
        sleep 1
    done
    printf '%s\n' "$largest" >"$work/memory"
}

start=$(date +%s)
./diffog run experiments/quickstart.json >"$work/output" 2>"$work/errors" &
command=$!
watch_memory "$command"
status=0
wait "$command" || status=$?
cat "$work/errors"
grep -E '^(collect|train|refine|evaluate|report): done' "$work/output" || true
sed -n '/^Refiner/,$p' "$work/output"
printf 'commit %s, %s cores, exit code %s: %s s in all, peak memory of one process %s MB\n' \
    "$(git rev-parse --short HEAD)" "$(nproc)" "$status" "$(($(date +%s) - start))" "$(($(cat "$work/memory") / 1024))"
exit "$status"
