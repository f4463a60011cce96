#!/bin/sh
# Workbooks and documents for the office, read by programs of others.
#
#   tests/office/run.sh [FOLDER]   work goes to FOLDER [default: target/office]
#
# Installs Python's readers into FOLDER; needs Python's venv (Debian: python3-venv).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/office}

python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -q; apt-get install -yq python3-venv; }
[ -x "$work/bin/python" ] || python3 -m venv "$work"
"$work/bin/pip" install --quiet --requirement "$here/requirements.txt"

(cd "$root" && cargo build --quiet)
timeline=${CARGO_TARGET_DIR:-$root/target}/debug/timeline
"$work/bin/python" "$here/sheets.py" "$timeline" "$root/cases" 2026-11-24
"$work/bin/python" "$here/sheets.py" "$timeline" "$root/tests/archive" 2026-03-01
"$work/bin/python" "$here/sheets.py" "$timeline" "$root/tests/records/publish/cases" 2024-10-01
