#!/usr/bin/env bash
# Builds the program and its tests for Windows and runs, under Wine, what depends on the system: the transcripts, the
# commands that write, forty writers at once, editors, files that others have open.
#
#   tests/windows/run.sh [TEST...]   names of tests, or beginnings of them [default: those below]
#
# The transcripts are the same as everywhere: trycmd reads `\` in an output as `/`, and nothing else is passed over.
# Left out are tests of what Wine does not have (git, a shell, programs of others), and those that start hundreds of
# programs: on a busy machine Wine fails to start one of them now and then ("Internal error").
set -euo pipefail
cd "$(dirname "$0")/../.."
tests=("$@")
[ $# -gt 0 ] || tests=(cmd:: edit_windows:: edit_protocol::)

command -v wine >/dev/null && command -v x86_64-w64-mingw32-gcc >/dev/null || {
  apt-get update -q
  apt-get install -yq --no-install-recommends gcc-mingw-w64-x86-64 wine wine64
}
target=x86_64-pc-windows-gnu
rustup target list --installed | grep -qx "$target" || rustup target add "$target"

# Without what a debugger would want, which makes half of what is written to the disk.
export CARGO_PROFILE_DEV_DEBUG=0
built=$(cargo test --no-run --target "$target" --test all --message-format=json |
  sed -n 's/.*"name":"all".*"executable":"\([^"]*\.exe\)".*/\1/p' | tail -n 1)

# One server for all programs: it is what takes long to start. Its output goes nowhere, since it outlives its caller.
export WINEPREFIX=${CARGO_TARGET_DIR:-$PWD/target}/wine WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml= DISPLAY=
stop() { wineserver -k && wineserver -w || true; }
mkdir -p "$WINEPREFIX"
stop
trap stop EXIT
wineserver -p </dev/null >/dev/null 2>&1
wine cmd /c exit </dev/null >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -O1 -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" \
  tests/windows/random.c -ladvapi32

# A fault of the program fails each time; one of Wine, which now and then cannot start a program, does not.
for try in 1 2 3; do
  wine "$built" --test-threads 2 "${tests[@]}" </dev/null && break
  [ "$try" -lt 3 ]
done
