#!/bin/bash
# Executes the notebooks of samples/Notebooks without a browser, by the .NET kernel, with the packed packages, in a temporary folder. Checks that no cell fails
# and that reports, documents and data frames are shown as tables.
# Usage: eng/notebooks-check.sh FOLDER-WITH-PACKAGES TOOLS. TOOLS is a folder with the program dotnet-interactive; Jupyter's nbconvert must be installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
packages=$(cd "$1" && pwd)
tools=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
global=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
# As in consumer-check.sh: the packages under test in a folder of their own, those of others from the user's folder.
export NUGET_PACKAGES=$work/packages RestoreFallbackFolders=$global
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export PATH=$PATH:$tools JUPYTER_PATH=$work/jupyter JUPYTER_CONFIG_DIR=$work/config JUPYTER_DATA_DIR=$work/jupyter JUPYTER_RUNTIME_DIR=$work/runtime
mkdir -p "$work/jupyter/kernels" "$work/runtime" "$work/in"
dotnet-interactive jupyter install --path "$work/jupyter/kernels"

# A reader whose packages are in a folder runs the same line first. The folder's name is new each time, because the kernel remembers by it, in the user's
# home, where the packages were unpacked before.
ln -s "$packages" "$work/source"
python3 - "$root/samples/Notebooks" "$work/in" "$work/source" << 'END'
import glob, json, os, sys
source, target, packages = sys.argv[1:]
for path in sorted(glob.glob(os.path.join(source, "*.ipynb"))):
    notebook = json.load(open(path, encoding="utf-8"))
    assert all(not cell.get("outputs") for cell in notebook["cells"]), f"{path} is stored with outputs"
    first = {"cell_type": "code", "id": "source", "execution_count": None, "metadata": {}, "outputs": [], "source": [f'#i "nuget:{packages}"']}
    notebook["cells"].insert(0, first)
    json.dump(notebook, open(os.path.join(target, os.path.basename(path)), "w", encoding="utf-8"))
END

cd "$work/in"
for notebook in *.ipynb; do
  begin=$SECONDS
  mkdir "$work/${notebook%.ipynb}"
  cp "$notebook" "$work/${notebook%.ipynb}/"
  (cd "$work/${notebook%.ipynb}" && jupyter nbconvert --to notebook --execute --ExecutePreprocessor.timeout=120 --output out.ipynb "$notebook" 2> log) \
    || { echo "$notebook failed:"; tail -n 60 "$work/${notebook%.ipynb}/log"; exit 1; }
  echo "$notebook: $((SECONDS - begin)) s"
done

python3 - "$work" << 'END'
import json, os, re, sys
# What a reader must see: pieces of the output of some cell.
expected = {
    "look-at-a-corpus": ["8 documents", "<th>language_score</th>", "20 of 199 rows", "500 records in 1 shards", "invalid_json", "missing_text", "words"],
    "select-and-compare": ["Selection: 150 of 900 documents", "dsir", "sea 150", "5 documents", "150 documents", "900 records in 1 shards, 150 kept"],
    "rate-and-tag": ["macro", "<th>quality_score</th>", "Selection: ", "selected texts are good ones"],
}
for name, pieces in expected.items():
    cells = json.load(open(os.path.join(sys.argv[1], name, "out.ipynb"), encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error"], name
    text = "\n".join("".join(output.get("text", "")) + "".join("".join(data) for data in output.get("data", {}).values() if not isinstance(data, dict))
                   for output in outputs)
    missing = [piece for piece in pieces if piece not in text]
    if missing:
        print(text)
    assert not missing, f"{name} does not show {missing}"
    assert len(text) < 100_000, f"{name} shows {len(text)} characters"
    # No cell shows a whole text. The kernel's own scripts and styles are left out.
    seen = re.split(r"<[^>]*>|\n", re.sub(r"(?s)<(script|style)\b.*?</\1>", "", text))
    longest = max(seen, key=len)
    assert len(longest) <= 400, f"{name} shows {longest}"
    print(f"{name}: {len(cells)} cells, {len(text)} characters of output")
END
