#!/bin/sh
# Workbooks and documents for the office, read by programs of others.
#
#   tests/documents/run.sh [FOLDER]   work goes to FOLDER [default: target/documents]
#
# Installs Python's readers into FOLDER, and Debian's python3-venv if there is none (as root). pandoc and LibreOffice
# (Debian: pandoc, libreoffice-writer-nogui) read the documents too where they are installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/documents}

python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -q; apt-get install -yq python3-venv; }
[ -x "$work/bin/python" ] || python3 -m venv "$work"
"$work/bin/pip" install --quiet --requirement "$here/requirements.txt"

(cd "$root" && cargo build --quiet)
timeline=${CARGO_TARGET_DIR:-$root/target}/debug/timeline
for read in sheets words; do
  "$work/bin/python" "$here/$read.py" "$timeline" "$root/cases" 2026-11-24
  "$work/bin/python" "$here/$read.py" "$timeline" "$root/tests/archive" 2026-03-01
  "$work/bin/python" "$here/$read.py" "$timeline" "$root/tests/records/publish/cases" 2024-10-01
done
