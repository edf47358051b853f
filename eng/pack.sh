#!/bin/sh
# Packs what plugin authors use (Abstractions, Learning, Testing) into artifacts/packages, or into the folder named.
set -eu
cd -- "$(dirname -- "$0")/.."
feed=${1:-artifacts/packages}
# Entries of a package carry the time of the commit, so that equal sources give equal packages.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1577836800)}
export SOURCE_DATE_EPOCH
mkdir -p "$feed"
rm -f "$feed"/DiffOG.*.nupkg "$feed"/DiffOG.*.snupkg
for project in src/Abstractions/DiffOG.Abstractions.csproj src/Learning/DiffOG.Learning.csproj src/Testing/DiffOG.Testing.csproj; do
    dotnet pack "$project" -c Release -o "$feed" --nologo -v q
done
