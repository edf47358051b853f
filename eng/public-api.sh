#!/bin/sh
# Writes the public signatures of Abstractions, Learning and Testing into their PublicAPI.Unshipped.txt.
# Run it after a wanted change of the public surface, and read the diff: it is what plugin authors will see.
set -eu
cd -- "$(dirname -- "$0")/.."
export LC_ALL=C # one order of lines everywhere; "#nullable enable" stays first
for folder in src/Abstractions src/Learning src/Testing; do
    for project in "$folder"/*.csproj; do
        [ -f "$project" ] || continue
        [ -f "$folder/PublicAPI.Shipped.txt" ] || printf '#nullable enable\n' >"$folder/PublicAPI.Shipped.txt"
        # From an empty file, so that signatures which no longer exist go away too.
        printf '#nullable enable\n' >"$folder/PublicAPI.Unshipped.txt"
        dotnet restore "$project" --force-evaluate -v q
        dotnet format analyzers "$project" --no-restore --diagnostics RS0016 --severity warn
        sort -u -o "$folder/PublicAPI.Unshipped.txt" "$folder/PublicAPI.Unshipped.txt"
    done
done
