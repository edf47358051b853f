#!/bin/sh
# Builds everything once and runs all test projects, or those whose name contains the argument:
#   ./test.sh            ./test.sh Solvers
# The last line is "N passed, N failed, N skipped"; the exit code is not 0 when anything failed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$root"
only=${1:-}
logs="$root/artifacts/test-logs"
passed=0
failed=0
skipped=0

finish() {
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}

eng/native/fetch-mujoco.sh || echo "MuJoCo is missing: tests that need it are skipped."
. eng/native/environment.sh

mkdir -p "$logs"
echo "Building ..."
if ! dotnet build DiffOG.Framework.sln -c Release --nologo -v q >"$logs/build.log" 2>&1; then
    grep -E 'error' "$logs/build.log" | sort -u | head -n 40
    echo "The build failed; all of its output is in $logs/build.log"
    failed=1
    finish
    exit 1
fi
eng/prune-plugins.sh

# The runner's last line: "NAME  Total: 15, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.333s"
count() { # LOG WORD
    sed -n "s/.*Total: .*/&/p" "$1" | tail -n 1 | sed -n "s/.*$2: \([0-9]*\).*/\1/p"
}

for name in $(find tests -name '*.csproj' -exec basename {} .csproj \; | sort); do
    case $name in *"$only"*) ;; *) continue ;; esac
    program="artifacts/bin/$name/release/$name.dll"
    log="$logs/$name.log"
    [ -f "$program" ] || { echo "$name: not in the solution, or named otherwise than its assembly"; failed=$((failed + 1)); continue; }
    start=$(date +%s)
    status=0
    dotnet "$program" -noColor -noLogo >"$log" 2>&1 || status=$?
    total=$(count "$log" Total)
    wrong=$(($(count "$log" Failed || true) + $(count "$log" Errors || true) + 0))
    left=$(count "$log" Skipped)
    total=${total:-0}
    left=${left:-0}
    # A crash prints no summary, and a project without tests proves nothing; neither may pass as "nothing failed".
    [ "$status" -eq 0 ] && [ "$total" -gt 0 ] || [ "$wrong" -gt 0 ] || wrong=1
    good=$((total - wrong - left))
    [ "$good" -ge 0 ] || good=0
    passed=$((passed + good))
    failed=$((failed + wrong))
    skipped=$((skipped + left))
    printf '%-45s %5d passed %4d failed %4d skipped  %4ds\n' "$name" "$good" "$wrong" "$left" "$(($(date +%s) - start))"
    [ "$wrong" -eq 0 ] || { grep -vE '^ *(Discover|Starting|Finished)' "$log" | tail -n 60; echo "All output: $log"; }
done
finish
