#!/bin/sh
# Removes from artifacts/plugins what no project builds any more: a plugin that was renamed or removed would go on loading.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
for staged in "$root"/artifacts/plugins/*/ "$root"/artifacts/plugins-debug/*/; do
    [ -d "$staged" ] || continue
    [ -n "$(find "$root/plugins" -name "$(basename "$staged").csproj")" ] || rm -rf "$staged"
done
