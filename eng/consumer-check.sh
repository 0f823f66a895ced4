#!/bin/bash
# Uses the packed packages as their users do. Copies the projects of tests/Consumer out of the repository, restores them from a folder of packages,
# builds them with warnings as errors, and runs the pipeline. Packages of others come from the machine's sources.
# Usage: eng/consumer-check.sh FOLDER-WITH-PACKAGES
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
packages=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$root/tests/Consumer/." "$work"

# The README's first C# block is the program that a reader pastes.
awk '/^```csharp/ { if (!seen) { inside = 1; seen = 1; next } } /^```/ { inside = 0 } inside' "$root/README.md" > "$work/Readme/Program.cs"
[ -s "$work/Readme/Program.cs" ]

package=$(basename "$packages"/DataCuration.Selection.[0-9]*.nupkg .nupkg)
version=${package#DataCuration.Selection.}
# The packages under test are unpacked into a folder of their own, not into the user's package folder. Packages of others are taken from there.
global=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
export NUGET_PACKAGES=$work/packages
for project in Pipeline Readme; do
  dotnet build "$work/$project/$project.csproj" -c Release -nologo -v minimal --disable-build-servers \
    "-p:DataCurationVersion=$version" "-p:RestoreAdditionalProjectSources=$packages" "-p:RestoreFallbackFolders=$global"
done

# The packages must come from the folder, not from a user's package folder that has the same version.
for name in datacuration datacuration.fasttext datacuration.selection datacuration.training.torchsharp; do [ -d "$NUGET_PACKAGES/$name/$version" ]; done
mkdir "$work/run"
dotnet "$work/Pipeline/bin/Release/net10.0/Pipeline.dll" "$work/run" | tee "$work/output"
grep -qx "consumer: 80 dropped, 520 clean, 100 chosen, 100 like the target" "$work/output"
grep -qx "consumer: 100 documents, 98122 tokens" "$work/output"
[ -n "$(find "$work/run/out/tokens" -type f -size +0 | head -n 1)" ]
