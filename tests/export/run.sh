#!/bin/sh
# An export, loaded by the README's own lines into databases of others.
#
#   tests/export/run.sh [FOLDER]   work goes to FOLDER [default: target/export]
#
# Installs frictionless, DuckDB and chdb (ClickHouse as a library) into FOLDER, and Debian's python3-venv and sqlite3 if
# there are none (as root).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/export}

python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -q; apt-get install -yq python3-venv; }
command -v sqlite3 >/dev/null || { apt-get update -q; apt-get install -yq sqlite3; }
[ -x "$work/bin/python" ] || python3 -m venv "$work"
"$work/bin/pip" install --quiet --requirement "$here/requirements.txt"

(cd "$root" && cargo build --quiet --bin timeline --example corpus)
debug=${CARGO_TARGET_DIR:-$root/target}/debug
rm -rf "$work/run"
mkdir -p "$work/run/cases-none" "$work/run/cases-one"
cp "$root/tests/records/everything.toml" "$work/run/cases-one/"
"$debug/examples/corpus" "$work/run/cases-many" 300 >/dev/null
PATH="$debug:$work/bin:$PATH" "$work/bin/python" "$here/check.py" "$root/README.md" "$work/run" \
  none="$work/run/cases-none" one="$work/run/cases-one" archive="$root/tests/archive" real="$root/cases" \
  many="$work/run/cases-many"
