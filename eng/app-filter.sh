#!/bin/sh
# Writes artifacts/app.slnf: the part of the solution that the program needs (src without Testing, and all plugins).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$root/artifacts"
{
    printf '{ "solution": { "path": "../DiffOG.Framework.sln", "projects": [\n'
    # Paths stand in the solution with backslashes, which JSON wants doubled.
    grep -oE '"(src|plugins)[\\/][^"]*\.csproj"' "$root/DiffOG.Framework.sln" | grep -v '^"src[\\/]Testing[\\/]' |
        sed -e 's/\\/\\\\/g' -e '$!s/$/,/'
    printf '] } }\n'
} >"$root/artifacts/app.slnf"
