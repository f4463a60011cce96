#!/usr/bin/env bash
# Makes what is given out: a static program for Linux, a Debian package, a zip for Windows, what is in them (SBOM) and
# their checksums.
#
#   nice -n 19 tests/package.sh OUT      OUT: a folder that is not there yet
#
# Everything is built twice, in two folders, and compared: the same commit makes the same bytes. Nothing of whoever
# builds it is in it: no path, no name, no time but that of the commit.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:?a folder that is not there yet}
[ ! -e "$out" ] || { echo "$out: is there already"; exit 2; }
command -v x86_64-w64-mingw32-gcc >/dev/null && command -v zip >/dev/null || {
  apt-get update -q
  apt-get install -yq --no-install-recommends gcc-mingw-w64-x86-64 zip
}
musl=x86_64-unknown-linux-musl
windows=x86_64-pc-windows-gnu
rustup target add "$musl" "$windows"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8 RUSTFLAGS=
work=${CARGO_TARGET_DIR:-$PWD/target}/package
rm -rf "$work"
mkdir -p "$work"
umask 022

# All that lies in a folder, with the time of the commit.
dated() { find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +; }
tarred() {
  dated "$1"
  tar --create --directory "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime "@$SOURCE_DATE_EPOCH" \
    --format=gnu "${@:2}" | xz -9 --threads=1
}

# $1: a folder that holds the sources, where everything is built; $2: where it goes.
build() {
  local at=$1 to=$2 target
  mkdir -p "$at" "$to"
  git archive HEAD | tar --extract --directory "$at"
  # Paths of sources are those of the package and of the libraries, wherever they lie here.
  local flags="--remap-path-prefix=$at=/timeline"
  flags+=" --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=/crates"
  flags+=" --remap-path-prefix=$(rustc --print sysroot)=/rust"
  for target in "$musl" "$windows"; do
    (cd "$at" && RUSTFLAGS="$flags" cargo build --quiet --locked --release --bin timeline --target "$target" \
      --target-dir "$at/target")
  done
  local linux=$at/target/$musl/release/timeline exe=$at/target/$windows/release/timeline.exe

  # For any Linux: the program, its manual, what shells complete.
  local tree=$at/tree name=timeline-$version
  mkdir -p "$tree/$name/completions"
  cp "$linux" README.md LICENSE-* src/model/state/LICENSE-UNICODE "$tree/$name/"
  "$linux" man >"$tree/$name/timeline.1"
  for shell in bash zsh fish; do "$linux" completions "$shell" >"$tree/$name/completions/timeline.$shell"; done
  tarred "$tree" "$name" >"$to/$name-$musl.tar.xz"

  # For Debian and its like.
  local deb=$at/deb
  mkdir -p "$deb/root/usr/bin" "$deb/root/usr/share/man/man1" "$deb/root/usr/share/doc/case-timeline" "$deb/control" \
    "$deb/root/usr/share/bash-completion/completions" "$deb/root/usr/share/zsh/vendor-completions" \
    "$deb/root/usr/share/fish/vendor_completions.d"
  cp "$linux" "$deb/root/usr/bin/timeline"
  gzip -9 --no-name <"$tree/$name/timeline.1" >"$deb/root/usr/share/man/man1/timeline.1.gz"
  cp "$tree/$name/completions/timeline.bash" "$deb/root/usr/share/bash-completion/completions/timeline"
  cp "$tree/$name/completions/timeline.zsh" "$deb/root/usr/share/zsh/vendor-completions/_timeline"
  cp "$tree/$name/completions/timeline.fish" "$deb/root/usr/share/fish/vendor_completions.d/timeline.fish"
  cat LICENSE-MIT LICENSE-APACHE src/model/state/LICENSE-UNICODE >"$deb/root/usr/share/doc/case-timeline/copyright"
  cat >"$deb/control/control" <<CONTROL
Package: case-timeline
Version: $version
Architecture: amd64
Maintainer: ${MAINTAINER:-The authors of case-timeline <nobody@invalid>}
Section: utils
Priority: optional
Installed-Size: $(($(find "$deb/root" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }') / 1024 + 1))
Description: $(sed -n 's/^description = "\(.*\)"/\1/p' Cargo.toml)
 One TOML file a case. The program prints timelines, demands that are still
 outstanding, letters without an answer, and who is detained for how many days.
 It never opens a network connection.
CONTROL
  (cd "$deb/root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/control/md5sums"
  tarred "$deb/control" ./control ./md5sums >"$deb/control.tar.xz"
  tarred "$deb/root" . >"$deb/data.tar.xz"
  echo 2.0 >"$deb/debian-binary"
  (cd "$deb" && dated . && ar rcD "$to/case-timeline_${version}_amd64.deb" debian-binary control.tar.xz data.tar.xz)

  # For Windows. Line ends as everywhere: what opens a text there reads them.
  local zip=$at/zip/$name
  mkdir -p "$zip"
  cp "$exe" README.md LICENSE-* src/model/state/LICENSE-UNICODE "$zip/"
  "$linux" completions powershell >"$zip/timeline.ps1"
  dated "$at/zip"
  (cd "$at/zip" && find "$name" | sort | zip --quiet -9 -X "$to/$name-$windows.zip" -@)

  sbom "$at" >"$to/$name.cdx.json"
  (cd "$to" && sha256sum -- *.tar.xz *.deb *.zip *.json >SHA256SUMS)
  nothing_of_the_builder "$at" "$linux" "$exe"
}

# What is built in, as CycloneDX: each library with its version, its licence, its place in the index and its checksum.
sbom() {
  (cd "$1" && cargo metadata --locked --format-version 1 --filter-platform "$musl" --filter-platform "$windows") |
    python3 tests/sbom.py "$1/Cargo.lock" "$SOURCE_DATE_EPOCH"
}

nothing_of_the_builder() {
  local folder=$1 file word found
  shift
  for file in "$@"; do
    for word in "$folder" "$PWD" "$HOME/" "${CARGO_HOME:-$HOME/.cargo}" .cargo/registry .rustup; do
      found=$(strings --all "$file" | grep --fixed-strings -- "$word" || true)
      [ -z "$found" ] || { echo "$file: says where it was built: $word"; head -n 3 <<<"$found"; exit 1; }
    done
  done
}

build "$work/one" "$work/first"
build "$work/another/folder" "$work/second"
diff --recursive "$work/first" "$work/second" || { echo "two builds differ"; exit 1; }
mv "$work/first" "$out"
rm -rf "$work"
ls -l "$out"
cat "$out/SHA256SUMS"
