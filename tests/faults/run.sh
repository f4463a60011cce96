#!/usr/bin/env bash
# Breaks the writing of records at every system call, in turn, and looks what is left.
#
#   tests/faults/run.sh [PROGRAM]        PROGRAM: default target/debug/timeline
#
# For each of `add`, `reviewed`, `archive`, `new`, `edit` and `import`: every system call is killed (SIGKILL) and
# fails (EIO, ENOSPC). Afterwards the record must be the old one or the new one to the last byte; what was
# acknowledged (exit code 0) must be the new one; a failed command must leave no file behind; and the next
# command must work. An import of several records may leave some old and others new: the same import once more gives
# what it would have given. Then: kills at random times, a full disk, and the order in which things reach the
# disk. Prints a table; the exit code says whether every promise held. Needs Linux and strace.
set -u
exec 2>/dev/null # the shell tells of every process that is killed here
cd "$(dirname "$0")/../.." || exit 2
program=$(realpath "${1:-target/debug/timeline}")
[ -x "$program" ] || { echo "no program at $program: cargo build"; exit 2; }
if ! command -v strace >/dev/null; then
    [ "$(id -u)" = 0 ] && apt-get install -y strace >/dev/null 2>&1
    command -v strace >/dev/null || { echo "needs strace: apt-get install strace"; exit 2; }
fi
work=$(mktemp -d)
trap 'umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT
start=$work/start
mkdir "$start"
cp tests/records/handmade/crlf-bom-no-final-newline.toml "$start/heron.toml"
printf 'saved page\n' >"$work/page.pdf"
printf '#!/bin/sh\nprintf "# a word more\\r\\n" >>"$1"\n' >"$work/editor"
chmod +x "$work/editor"
printf 'Case,Date,What\nheron,2024-07-05,Moved\nheron,mid-May 2024,Fined\nrobin,2024-08,Warned\n' >"$work/list.csv"
cat >"$work/list.map.toml" <<'MAP'
entry = "event"
case = { column = "Case" }
[new]
title = "Case"
state = { value = "GBR" }
[columns]
date = "Date"
what = "What"
MAP
export VISUAL=$work/editor TZ=UTC LC_ALL=C.UTF-8
cases=$work/cases

words() {
    case $1 in
    add) echo "add heron event --what Broken-off --date 2024-07" ;;
    reviewed) echo "reviewed heron 2024-07-05" ;;
    archive) echo "archive heron gazette $work/page.pdf" ;;
    new) echo "new robin --title Robin --state GBR" ;;
    edit) echo "edit heron" ;;
    import) echo "import $work/list.csv --map $work/list.map.toml --write" ;;
    esac
}
fresh() { rm -rf "$cases"; cp -r "$start" "$cases"; }
# What a folder holds: the visible files with their contents.
held() { (cd "$1" && find . -type f ! -name '.*' | sort | xargs -d '\n' sha256sum); }
hidden() { find "$cases" -type f -name '.*' ! -name '.heron.edit.toml' ! -name '.heron.base.edit.toml' | wc -l; }
# An editor that leaves the text as it is.
finish() { VISUAL=: run "$program" edit heron && [ "$(find "$cases" -name '.heron.*edit.toml' | wc -l)" = 0 ]; }
run() { timeout 60 "$@" --cases "$cases" </dev/null >"$work/out" 2>"$work/err"; }

killed=0 failed=0 torn=0 lost=0 litter=0 stuck=0 panics=0
# Judges what is left after a command that was broken; $1 command, $2 exit code, $3 what was done to it.
judge() {
    local now record
    now=$(held "$cases")
    record=$(cd "$cases" && sha256sum heron.toml robin.toml 2>/dev/null)
    case $1 in
    archive)
        # The copy may be there without the record of it, but never the other way round, and never in part.
        if [ "$record" = "$old_record" ]; then
            [ "$now" = "$old" ] || [ "$(echo "$now" | grep -v heron.toml)" = "$(echo "$new" | grep -v heron.toml)" ] || { torn=$((torn + 1)); echo "TORN $*"; }
        else
            [ "$now" = "$new" ] || { torn=$((torn + 1)); echo "TORN $*"; }
        fi ;;
    import)
        # Each record is the old one or the new one, and the same import once more gives them all.
        [ -z "$(echo "$now" | grep -vxF -e "$old" -e "$new")" ] || { torn=$((torn + 1)); echo "TORN $*"; } ;;
    *) [ "$now" = "$old" ] || [ "$now" = "$new" ] || { torn=$((torn + 1)); echo "TORN $*"; } ;;
    esac
    if [ "$2" = 0 ] && [ "$now" != "$new" ]; then lost=$((lost + 1)); echo "LOST $*"; fi
    if [ "$3" != KILL ] && [ "$2" -lt 128 ] && [ "$(hidden)" != 0 ]; then
        litter=$((litter + 1)); echo "LEFT BEHIND $*: $(find "$cases" -name '.*' -type f)"
    fi
    # The standard library panics where it cannot start at all, or close a folder; that is not ours.
    if grep -q 'panicked at src/' "$work/err"; then panics=$((panics + 1)); echo "PANIC $*: $(cat "$work/err")"; fi
    # Whatever was left must not be in the way of the next command. An edit goes on with a text that was left.
    if [ "$1" = edit ]; then
        if ! finish; then stuck=$((stuck + 1)); echo "STUCK $* edit: $(cat "$work/err")"; fi
        now=$(held "$cases")
        [ "$now" = "$old" ] || [ "$now" = "$new" ] || { torn=$((torn + 1)); echo "TORN $* gone on with"; }
    fi
    if [ "$1" = import ]; then
        run "$program" "${argv[@]}"
        if [ $? != 0 ] || [ "$(held "$cases")" != "$new" ]; then stuck=$((stuck + 1)); echo "NOT THE SAME $*: $(cat "$work/err")"; fi
    fi
    if ! run "$program" add heron event --what Next || [ "$(find "$cases" -name '.heron.toml.new' | wc -l)" != 0 ]; then
        stuck=$((stuck + 1)); echo "STUCK $*: $(cat "$work/err")"
    fi
}

printf '%-9s %6s %7s %7s %5s %5s %11s %6s %7s\n' command calls killed failed torn lost 'left behind' stuck panics
total_bad=0
for command in add reviewed archive new edit import; do
    read -ra argv <<<"$(words $command)"
    fresh
    old=$(held "$cases") old_record=$(cd "$cases" && sha256sum heron.toml)
    # Only the program itself is broken, not the editor that it starts.
    run strace -qq -o "$work/trace" "$program" "${argv[@]}" || { cat "$work/err"; exit 2; }
    new=$(held "$cases")
    calls=$(grep -oE '^[a-z0-9_]+\(' "$work/trace" | tr -d '(' | grep -v '^exit' | sort | uniq -c)
    killed=0 failed=0 torn=0 lost=0 litter=0 stuck=0 panics=0
    while read -r count call; do
        for ((n = 1; n <= count; n++)); do
            for fault in KILL EIO ENOSPC; do
                case $fault in
                KILL) inject="inject=$call:signal=KILL:when=$n" killed=$((killed + 1)) ;;
                *) inject="inject=$call:error=$fault:when=$n" failed=$((failed + 1)) ;;
                esac
                fresh
                run strace -qq -o /dev/null -e "trace=$call" -e "$inject" "$program" "${argv[@]}"
                judge "$command" $? "$fault" "$call:$n"
            done
        done
    done <<<"$calls"
    printf '%-9s %6d %7d %7d %5d %5d %11d %6d %7d\n' "$command" "$(echo "$calls" | awk '{n += $1} END {print n}')" \
        $killed $failed $torn $lost $litter $stuck $panics
    total_bad=$((total_bad + torn + lost + litter + stuck + panics))
done

# Kills at random times.
read -ra argv <<<"$(words add)"
fresh; old=$(held "$cases"); run "$program" "${argv[@]}"; new=$(held "$cases")
killed=0 torn=0 lost=0 litter=0 stuck=0 panics=0
for ((i = 0; i < 200; i++)); do
    fresh
    "$program" "${argv[@]}" --cases "$cases" >"$work/out" 2>"$work/err" &
    sleep "0.0$(printf '%03d' $((RANDOM % 300)))"
    { kill -9 $! && wait $!; } 2>/dev/null
    judge add $? KILL random
    killed=$((killed + 1))
done
printf '%-9s %6s %7d %7s %5d %5d %11s %6d %7d\n' random - $killed - $torn $lost - $stuck $panics
total_bad=$((total_bad + torn + lost + stuck + panics))

# A full disk.
mkdir "$work/small"
if mount -t tmpfs -o size=64k tmpfs "$work/small" 2>/dev/null; then
    cases=$work/small/cases
    fresh
    cat /dev/zero >"$work/small/filler" 2>/dev/null
    before=$(held "$cases")
    run "$program" "${argv[@]}"
    code=$?
    if [ $code = 2 ] && [ "$(held "$cases")" = "$before" ] && [ "$(hidden)" = 0 ]; then
        echo "full disk: refused, record untouched: $(cat "$work/err")"
    else
        echo "full disk: WRONG (exit code $code)"; total_bad=$((total_bad + 1))
    fi
    cases=$work/cases
else
    echo "full disk: SKIPPED, needs root to mount a small file system"
fi

# The order in which things reach the disk, and only then the word that it is done.
fresh
run strace -qq -y -o "$work/trace" "$program" "${argv[@]}"
order=$(grep -E '^(write\([0-9]+<[^>]*heron.toml.new|fsync|rename|write\(1<)' "$work/trace" |
    sed -E 's/^write\(1<.*/said/; s/^write.*/write/; s/^fsync\([0-9]+<[^>]*heron.toml.new>.*/file-to-disk/; s/^fsync.*/folder-to-disk/; s/^rename.*/rename/' | uniq | tr '\n' ' ')
if [ "$order" = "write file-to-disk rename folder-to-disk said " ]; then
    echo "order: $order"
else
    echo "order: WRONG: $order"; total_bad=$((total_bad + 1))
fi
[ $total_bad = 0 ] && echo "every promise held" || { echo "$total_bad BROKEN"; exit 1; }
