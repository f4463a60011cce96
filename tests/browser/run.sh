#!/bin/sh
# Opens the pages in headless Chromium, checks them, and takes screenshots.
#
#   tests/browser/run.sh [FOLDER]   work and screenshots go to FOLDER [default: target/browser]
#
# Installs Debian's chromium and fonts, poppler-utils and python3-venv if they are not there (as root), and packages of
# npm and of Python into FOLDER.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/browser}
as_of=2026-11-24

command -v chromium >/dev/null || { apt-get update -q; apt-get install -yq chromium fonts-noto-core fonts-noto-cjk; }
command -v pdftotext >/dev/null || { apt-get update -q; apt-get install -yq poppler-utils; }
python3 -c 'import ensurepip' 2>/dev/null || { apt-get update -q; apt-get install -yq python3-venv; }
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$work/"
(cd "$work" && npm ci --no-audit --no-fund --silent)
[ -x "$work/python/bin/python" ] || python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --requirement "$here/requirements.txt"

(cd "$root" && cargo build --quiet)
timeline=${CARGO_TARGET_DIR:-$root/target}/debug/timeline
"$timeline" site "$work/site" --cases "$root/cases" --as-of $as_of
"$timeline" site "$work/hostile" --cases "$root/tests/records/publish/cases" --as-of 2024-10-01
"$timeline" show hostile plain --cases "$root/tests/records/publish/cases" --as-of 2024-10-01 -f html > "$work/alone.html"
"$timeline" show sokolov --cases "$root/cases" --as-of $as_of -f html > "$work/sokolov.html"
"$timeline" agenda --within 3650d --titles --cases "$root/cases" --as-of $as_of -f ics > "$work/agenda.ics"
"$timeline" pending --titles --cases "$root/cases" --as-of $as_of -f ics > "$work/site.ics"
"$timeline" pending --titles --cases "$root/tests/records/publish/cases" --as-of 2024-10-01 -f ics > "$work/hostile.ics"
cd "$work"
node pages.mjs "$work"
node files.mjs "$work"
python/bin/python "$here/calendars.py" "$work"
