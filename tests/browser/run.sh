#!/bin/sh
# Opens the pages in headless Chromium, checks them, and takes screenshots.
#
#   tests/browser/run.sh [FOLDER]   work and screenshots go to FOLDER [default: target/browser]
#
# Installs Debian's chromium and fonts if there is no chromium (as root), and npm packages into FOLDER.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/browser}
as_of=2026-11-24

command -v chromium >/dev/null || { apt-get update -q; apt-get install -yq chromium fonts-noto-core fonts-noto-cjk; }
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$work/"
(cd "$work" && npm ci --no-audit --no-fund --silent)

(cd "$root" && cargo build --quiet)
timeline=${CARGO_TARGET_DIR:-$root/target}/debug/timeline
"$timeline" site "$work/site" --cases "$root/cases" --as-of $as_of
"$timeline" site "$work/hostile" --cases "$root/tests/records/publish/cases" --as-of 2024-10-01
"$timeline" show hostile plain --cases "$root/tests/records/publish/cases" --as-of 2024-10-01 -f html > "$work/alone.html"
"$timeline" pending --titles --cases "$root/cases" --as-of $as_of -f ics > "$work/site.ics"
"$timeline" pending --titles --cases "$root/tests/records/publish/cases" --as-of 2024-10-01 -f ics > "$work/hostile.ics"
cd "$work"
node pages.mjs "$work"
node files.mjs "$work"
