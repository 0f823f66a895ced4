#!/bin/bash
# Writes the public surface of each library to src/*/PublicAPI.Unshipped.txt, from scratch. Run it after a change of the public API, and review the diff.
# A release moves the lines of Unshipped to Shipped; lines that are already in Shipped stay there.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in "${@:-src/*/}"; do
  for folder in $project; do
    name=$(basename "$folder")
    [ -e "$folder/PublicAPI.Shipped.txt" ] || printf '#nullable enable\n' > "$folder/PublicAPI.Shipped.txt"
    printf '#nullable enable\n' > "$folder/PublicAPI.Unshipped.txt"
    # Projects reference the analyzer only if the files exist: restore after creating them.
    dotnet restore "$folder/$name.csproj" > /dev/null
    dotnet format analyzers "$folder/$name.csproj" --diagnostics RS0016 RS0017 --severity warn --no-restore
    echo "$name: $(($(wc -l < "$folder/PublicAPI.Unshipped.txt") - 1)) lines"
  done
done
