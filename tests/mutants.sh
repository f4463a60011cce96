#!/usr/bin/env bash
# Breaks the rules of the program in every way that cargo-mutants knows (> for >=, a function that returns nothing),
# one break at a time, and tells which of them no test sees. Breaks that no test can see, since nothing differs,
# stand in .cargo/mutants.toml, each with its reason. Whoever sees another here writes the example that is missing.
#
#   tests/mutants.sh                         the model, what is withheld, what holds across records: hours
#   tests/mutants.sh -f src/model/date.rs    one file: minutes
#   tests/mutants.sh --in-diff change.diff   what a change touches
#
# Takes every option of `cargo mutants`. What was found lies in target/mutants.out.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in cargo-mutants cargo-nextest; do
    command -v "$tool" >/dev/null || cargo install --locked "$tool"
done
# Random tests draw less often than elsewhere: an example is wanted that sees the break every time.
export CARGO_PROFILE_DEV_DEBUG=0 PROPTEST_CASES=32 MUTANTS=500
[ $# -gt 0 ] || set -- -f 'src/model/**' -f 'src/withhold/**' -f src/load/check/across.rs
run=(cargo mutants --test-tool nextest --output target --baseline skip --timeout 300 "$@")
# First the tests that take moments; then all of them for what these let through.
slow='test(/^(arguments|differential|edit_bytes|edit_editor|edit_protocol|folder|gather|shell|site)::/)'
"${run[@]}" -- -E "not $slow" || echo "some were not seen by the quick tests: now all tests"
exec "${run[@]}" --iterate
