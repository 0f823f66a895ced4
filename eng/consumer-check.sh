#!/bin/bash
# Uses the packed packages as their users do, in a temporary folder outside the repository, so that none of its settings apply. Packages of others come from
# the machine's sources. It
# - builds the projects of tests/Consumer with warnings as errors, and runs the pipeline,
# - compiles every C# block of README.md, docs and the READMEs of the packages with exactly the packages that its page adds, and the examples in the
#   packages' XML documentation,
# - runs the programs of docs/file-based-apps.md and docs/hosting.md with "dotnet run app.cs", and compares what they print with what the pages show.
# Usage: eng/consumer-check.sh FOLDER-WITH-PACKAGES. tests/DataCuration.DocumentationCheck must be built (Release).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
packages=$(cd "$1" && pwd)
check=$root/artifacts/bin/DataCuration.DocumentationCheck/release/DataCuration.DocumentationCheck.dll
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
cat > "$work/NuGet.config" << END
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources><add key="under-test" value="$packages" /></packageSources>
  <fallbackPackageFolders><add key="user" value="$global" /></fallbackPackageFolders>
</configuration>
END
# A project that is only restored. It references what all pages add, and from its restore the check takes the packages of each page.
mkdir "$work/Blocks"
{
  echo '<Project><Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />'
  echo '<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
  dotnet "$check" packages "$root" | while read -r name number; do echo "<PackageReference Include=\"$name\" Version=\"$number\" />"; done
  echo '</ItemGroup><Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" /><Target Name="Build" /></Project>'
} > "$work/Blocks/Blocks.csproj"
{
  echo '<Solution>'
  for project in Pipeline Readme Blocks; do echo "<Project Path=\"$project/$project.csproj\" />"; done
  echo '</Solution>'
} > "$work/Consumer.slnx"
dotnet build "$work/Consumer.slnx" -c Release -nologo -v minimal "-p:DataCurationVersion=$version"

# The packages must come from the folder, not from a user's package folder that has the same version.
for name in datacuration datacuration.fasttext datacuration.selection datacuration.training.torchsharp; do [ -d "$NUGET_PACKAGES/$name/$version" ]; done
# Packages with ReadyToRun images (-p:PackReadyToRun): the program has those of the systems beside the portable assembly, and names them to the host.
for image in "$NUGET_PACKAGES/datacuration/$version"/runtimes/*/lib/net10.0/DataCuration.dll; do
  [ -f "$image" ] || continue
  image=${image#"$NUGET_PACKAGES/datacuration/$version/"}
  [ -f "$work/Pipeline/bin/Release/net10.0/$image" ]
  grep -qF "\"$image\"" "$work/Pipeline/bin/Release/net10.0/Pipeline.deps.json"
done
mkdir "$work/run"
dotnet "$work/Pipeline/bin/Release/net10.0/Pipeline.dll" "$work/run" | tee "$work/output"
grep -qx "consumer: 80 dropped, 520 clean, 100 chosen, 100 like the target" "$work/output"
grep -qx "consumer: 100 documents, 98122 tokens" "$work/output"
[ -n "$(find "$work/run/out/tokens" -type f -size +0 | head -n 1)" ]

dotnet "$check" compile "$root" "$work/Blocks/obj/project.assets.json"

# run_app FOLDER: runs a program of a page, which must print what the page shows, line by line: a host's log lines come between.
run_app() {
  local name=${1#"$work/apps/"}
  cd "$1" || return 1
  mkdir pool
  printf '{"id":"a","text":"A text that is long enough to be kept."}\n{"id":"b","text":"Too short."}\n' > pool/part-0.jsonl
  # Nothing here looks at what analyzers find, and they take as long as all the rest.
  RunAnalyzers=false dotnet run app.cs > output 2>&1 || { echo "$name fails:"; cat output; return 1; }
  [ -s expected ] || return 1
  while IFS= read -r line; do grep -qxF -- "$line" output || { echo "$name does not print: $line"; cat output; return 1; }; done < expected
  echo "$name printed what the page shows"
}
running=()
for page in file-based-apps hosting; do
  dotnet "$check" apps "$root/docs/$page.md" "$work/apps/$page"
  for folder in "$work/apps/$page"/*; do
    run_app "$folder" &
    running+=($!)
  done
done
bad=0
for pid in "${running[@]}"; do wait "$pid" || bad=1; done
exit "$bad"
