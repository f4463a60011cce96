#!/usr/bin/env bash
# Holds the schemas against the records of the tests, by a program of others: what is right must pass, what is wrong
# must be refused where a schema can refuse it.
#
#   tests/schema/run.sh [FOLDER]   work goes to FOLDER [default: target/schema]
#
# What is right in TOML 1.1 only, and a byte-order mark, that program cannot read: those records are left out.
#
# Which wrong records a schema lets pass stands in tests/schema/passes.txt, which wrong maps in map-passes.txt, since they
# break what no schema says: that
# an id exists, that a day is one of the calendar, what holds between keys.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$root/target/schema}
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --no-audit --no-fund --silent)

(cd "$root" && cargo build --quiet)
timeline=${CARGO_TARGET_DIR:-$root/target}/debug/timeline
"$timeline" schema case >"$work/case.schema.json"
"$timeline" schema rules >"$work/rules.schema.json"
"$timeline" schema map >"$work/map.schema.json"
for of in case rules map; do
  printf '[schema]\nenabled = true\npath = "%s/%s.schema.json"\n' "$work" "$of" >"$work/$of.toml"
done
check() { "$work/node_modules/.bin/taplo" check --no-auto-config --config "$work/$1.toml" "${@:2}" 2>&1; }

cd "$root"
mapfile -t right < <(find cases tests/archive tests/records -name '*.toml' ! -name rules.toml ! -name '*.map.toml' \
  ! -path '*/invalid/*' ! -path '*/readme/*' ! -name '*bom*' ! -name quoted-keys.toml \
  ! -name braces-over-several-lines.toml ! -name comma-before-brace.toml ! -name newer-escape.toml | sort)
check case "${right[@]}" >"$work/right.log" || { cat "$work/right.log"; echo "a record that is right is refused"; exit 1; }
check rules tests/schema/rules.toml >"$work/rules.log" || { cat "$work/rules.log"; echo "rules that are right are refused"; exit 1; }

mapfile -t maps < <(ls src/import/maps/*.toml tests/records/import/*.map.toml tests/schema/*.map.toml)
"$timeline" import tests/records/import/letters.csv --guess >"$work/guessed.map.toml"
check map "${maps[@]}" "$work/guessed.map.toml" >"$work/maps.log" || { cat "$work/maps.log"; echo "a map that is right is refused"; exit 1; }

# It names the files that it refuses; the others pass.
wrong() { # what of, the folder of what is wrong, the list of what may pass
  check "$1" "$2"/*.toml >"$work/wrong.log" || true
  sed -n 's|.*invalid file.*path=".*/\(.*\.toml\)".*|\1|p' "$work/wrong.log" | sort -u >"$work/refused.txt"
  ls "$2" | sort | comm -23 - "$work/refused.txt" >"$work/$3"
  diff "$here/$3" "$work/$3" || { echo "< $3  > what the schema lets pass now"; exit 1; }
  echo "$(wc -l <"$here/$3") of $(ls "$2" | wc -l) in $2 pass, as they may"
}
wrong case tests/records/invalid passes.txt
wrong map tests/schema/maps map-passes.txt
echo "${#right[@]} records, the rules and ${#maps[@]} maps pass, as they must"
