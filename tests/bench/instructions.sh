#!/bin/sh
# Guards against slowness where time cannot be measured: counts the instructions of `pending` over 200
# records with valgrind, and fails if they are more than a tenth above the figure kept beside this file.
# Counts differ by a few in a hundred between machines (libc picks other routines) and compilers; a change
# that makes the program slower on purpose writes the new figure: tests/bench/instructions.sh --write
set -eu
cd "$(dirname "$0")/../.."
figure=tests/bench/instructions.txt
target=${CARGO_TARGET_DIR:-target}
cargo build --quiet --release --bin timeline --example corpus
folder="$target/bench/200"
rm -rf "$folder"
"$target/release/examples/corpus" "$folder" 200
count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$target/release/timeline" --cases "$folder" \
    pending --format tsv --as-of 2026-11-24 2>&1 >/dev/null | sed -n 's/.*Collected : *\([0-9]*\).*/\1/p')
if [ "${1-}" = --write ]; then
    echo "$count" >"$figure"
fi
most=$(($(cat "$figure") / 10 * 11))
echo "$count instructions for 200 records; at most $most"
[ "$count" -le "$most" ]
