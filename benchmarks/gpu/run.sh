#!/bin/bash
# Measures the training backend on a GPU machine, beside the same models in plain PyTorch. README.md describes it.
#   run.sh publish ARCHIVE.tar.xz     builds the benchmark without libtorch; needs the .NET SDK and this repository
#   run.sh gpu [OPTION…]              measures on a GPU, from the unpacked archive
#   run.sh cpu [OPTION…]              the same on the CPU with a tiny model, to test the way; from the archive or from the repository
# Options of gpu and cpu: --torch-lib FOLDER (with libtorch.so; default: that of PYTHON's torch), --python PYTHON, --peak-tflops N, --models NAME…,
# --steps N, --warmup N, --batch N, --recompute, --out FILE (default: gpu-benchmark.jsonl).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
torch_version=2.10 # the version that TorchSharp's wrapper was built against

fail() { echo "run.sh: $*" >&2; exit 1; }

publish() {
  [ $# -eq 1 ] || fail "publish takes the archive to write"
  local root=$here/../.. archive folder
  archive=$(realpath -m "$1")
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder's name now: the variable is gone when the script ends
  trap "rm -rf '$folder'" EXIT
  # A folder of artifacts of its own: a publish for one platform would change the restore of the repository's other projects.
  dotnet publish "$root/benchmarks/DataCuration.Experiments" -c Release -r linux-x64 --self-contained -p:UseAppHost=true -p:WithoutLibtorch=true -p:RunAnalyzers=false \
    -p:SatelliteResourceLanguages=en -p:DebugType=none --artifacts-path "$folder/artifacts" -v q
  local output=$folder/artifacts/publish/DataCuration.Experiments/release_linux-x64 packed=$folder/data-curation-gpu
  mkdir "$packed"
  mv "$output" "$packed/app"
  cp "$here/run.sh" "$here/plain_pytorch.py" "$here/README.md" "$packed"
  [ -x "$packed/app/DataCuration.Experiments" ] || fail "the program was not published"
  [ -e "$packed/app/libLibTorchSharp.so" ] || fail "the wrapper libLibTorchSharp.so was not published"
  [ ! -e "$packed/app/libtorch_cpu.so" ] || fail "libtorch was published too"
  # Not needed to run: documentation, symbols, and the libraries of debuggers.
  find "$packed/app" \( -name '*.xml' -o -name '*.pdb' -o -name 'libmscordaccore.so' -o -name 'libmscordbi.so' -o -name createdump \) -delete
  XZ_OPT=-T0 tar -C "$folder" -cJf "$archive" data-curation-gpu
  local bytes
  bytes=$(stat -c %s "$archive")
  echo "$archive: $((bytes / 1000000)).$((bytes / 100000 % 10)) MB"
  [ "$bytes" -lt 40000000 ] || fail "the archive is larger than 40 MB"
}

measure() {
  local device=$1 torch_lib="" python="" out=gpu-benchmark.jsonl
  shift
  local both=() own=() models=()
  while [ $# -gt 0 ]; do
    case $1 in
      --torch-lib) torch_lib=$2; shift 2 ;;
      --python) python=$2; shift 2 ;;
      --out) out=$2; shift 2 ;;
      --models) shift; while [ $# -gt 0 ] && [[ $1 != --* ]]; do models+=("$1"); shift; done ;;
      --peak-tflops | --steps | --warmup | --batch) both+=("$1" "$2"); shift 2 ;;
      --recompute) both+=("$1"); shift ;;
      *) fail "unknown option $1" ;;
    esac
  done
  if [ "$device" = cpu ]; then
    [ "${#models[@]}" -gt 0 ] || models=(tiny)
    own=(--device Cpu --resume "${models[@]}")
  else
    [ "${#models[@]}" -gt 0 ] || models=(124m 1.3b)
    own=(--device Cuda)
  fi

  # PyTorch: given, or the first one that is there.
  if [ -z "$python" ]; then
    for candidate in python3 python; do
      if command -v "$candidate" > /dev/null && "$candidate" -c "import torch" 2> /dev/null; then python=$candidate; break; fi
    done
  fi
  local version=""
  if [ -n "$python" ]; then
    version=$("$python" -c "import torch; print(torch.__version__)")
    [ -n "$torch_lib" ] || torch_lib=$("$python" -c "import os, torch; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))")
    [ "$device" = cpu ] || "$python" -c "import torch, sys; sys.exit(not torch.cuda.is_available())" || fail "PyTorch sees no GPU"
  fi

  # Our program: with the libtorch of PyTorch, or with the native package in the program's own folder.
  local folder=$here/app program
  program=("$folder/DataCuration.Experiments")
  if [ ! -x "${program[0]}" ]; then
    folder=$here/../../artifacts/bin/DataCuration.Experiments/release
    program=(dotnet "$folder/DataCuration.Experiments.dll")
    [ -e "${program[1]}" ] || fail "there is no app folder beside this script; unpack the archive that 'publish' writes, or build the repository"
  fi
  : > "$out"
  if [ -z "$(find "$folder" -name libtorch_cpu.so -print -quit)" ]; then
    [ -n "$torch_lib" ] || fail "no PyTorch was found: give --python or --torch-lib"
    [ -e "$torch_lib/libtorch_cpu.so" ] || fail "'$torch_lib' has no libtorch_cpu.so"
    if [ -n "$version" ] && [[ $version != "$torch_version".* ]]; then
      fail "PyTorch is $version; TorchSharp's wrapper needs $torch_version. Install torch==$torch_version.* in an environment and give its python as --python"
    fi
    export LD_LIBRARY_PATH="$torch_lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  fi
  "${program[@]}" pretrain device --models "${models[@]}" "${own[@]}" "${both[@]}" | tee -a "$out"
  if [ -n "$python" ]; then
    "$python" "$here/plain_pytorch.py" --models "${models[@]}" --device "$device" "${both[@]}" | tee -a "$out"
  else
    echo "No PyTorch here: the comparison was left out." >&2
  fi
  echo "Results are in $out."
}

case ${1:-} in
  publish) shift; publish "$@" ;;
  gpu) shift; measure cuda "$@" ;;
  cpu) shift; measure cpu "$@" ;;
  *) sed -n 's/^# \{0,1\}//p' "$0" | sed -n '2,9p'; exit 2 ;;
esac
