#!/bin/sh
# Fails when a file is not formatted as .editorconfig says.
set -eu
cd -- "$(dirname -- "$0")/.."
dotnet format whitespace --folder --verify-no-changes --exclude artifacts --exclude .diffog --exclude runs
