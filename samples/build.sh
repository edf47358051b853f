#!/bin/sh
# Builds the samples as a third party would, from packages: packs DiffOG into artifacts/packages, builds each sample,
# runs its contract tests, and shows that the program finds its plugin.
#   samples/build.sh [--build-only]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
mkdir -p "$root/artifacts/samples"
log="$root/artifacts/samples/build.log"
: >"$log"

logged() {
    if ! "$@" >>"$log" 2>&1; then
        grep 'error' "$log" | sort -u | head -n 20
        echo "That failed: $*. All output: $log"
        exit 1
    fi
}

# What other work has brought already is taken from there; DiffOG's packages are always the ones just packed.
NUGET_FALLBACK_PACKAGES=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
NUGET_PACKAGES="$root/artifacts/samples/packages"
mkdir -p "$NUGET_FALLBACK_PACKAGES"
echo "Packing DiffOG ..."
logged "$root/eng/pack.sh"
rm -rf "$NUGET_PACKAGES"/diffog.*
export NUGET_FALLBACK_PACKAGES NUGET_PACKAGES

for sample in "$root"/samples/*/; do
    name=$(basename "$sample")
    echo "Building $name ..."
    cd "$sample"
    logged dotnet build "$name.Tests" -c Release --nologo -v q -p:UseSharedCompilation=false
    dotnet "$name.Tests/bin/Release/net10.0/$name.Tests.dll" -noColor -noLogo
    [ "${1:-}" = --build-only ] || "$root/diffog" plugins list --plugins "$sample/bin/plugins"
done
