#!/usr/bin/env bash
# Breaks the building of a site at every system call, in turn, and looks what is left.
#
#   tests/faults/site.sh [PROGRAM]        PROGRAM: default target/debug/timeline
#
# For a first site, and for one that takes the place of another: every system call of every thread is killed
# (SIGKILL) and fails (EIO, ENOSPC). Afterwards there must be the old site or the new one to the last byte;
# what was acknowledged (exit code 0) must be the new one; a failed command must leave nothing beside it; and
# the next build must work and leave nothing. Then: the order in which things reach the disk, as a power cut
# would show it. Prints a table; the exit code says whether every promise held. Needs Linux and strace.
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
trap 'rm -rf "$work"' EXIT
# One thread that writes, so that calls can be counted.
export TZ=UTC LC_ALL=C.UTF-8 RAYON_NUM_THREADS=1
cases=$work/cases room=$work/room site=$work/room/public
mkdir "$cases"
record() { printf 'title = "%s"\nstate = "DDR"\n' "$2" >"$cases/$1.toml"; }
run() { timeout 60 "$@" site "$site" --cases "$cases" --as-of 2024-10-01 </dev/null >"$work/out" 2>"$work/err"; }
# What a folder holds, to the last byte; nothing if it is not there.
held() { [ -d "$1" ] && (cd "$1" && find . -type f | sort | xargs -d '\n' sha256sum); }

record ada 'Ada Wren'; record bo 'Bo Heron'
mkdir "$room"; run "$program" || { cat "$work/err"; exit 2; }
cp -a "$room" "$work/old-room"
record ada 'Ada Wren II'; rm "$cases/bo.toml"; record cy 'Cy Kite'
run "$program" || { cat "$work/err"; exit 2; }
new=$(held "$site")

fresh() {
    rm -rf "$room"
    if [ "$1" = again ]; then cp -a "$work/old-room" "$room"; else mkdir "$room"; fi
}

printf '%-6s %6s %7s %7s %5s %5s %11s %6s %7s\n' build calls killed failed torn lost 'left behind' stuck panics
total_bad=0
for build in first again; do
    fresh $build; old=$(held "$site")
    run strace -f -qq -o "$work/trace" "$program" || { cat "$work/err"; exit 2; }
    [ "$(held "$site")" = "$new" ] || { echo "two builds of the same records differ"; exit 2; }
    # Calls are counted for each thread by itself: the most that one of them makes.
    calls=$(grep -oE '^[0-9]+ +[a-z0-9_]+\(' "$work/trace" | tr -d '(' | grep -v ' exit' | sort | uniq -c |
        awk '{if ($1 > most[$3]) most[$3] = $1} END {for (call in most) print most[call], call}' | sort -k2)
    killed=0 failed=0 torn=0 lost=0 litter=0 stuck=0 panics=0
    while read -r count call; do
        for ((n = 1; n <= count; n++)); do
            for fault in KILL EIO ENOSPC; do
                case $fault in
                KILL) inject="inject=$call:signal=KILL:when=$n" killed=$((killed + 1)) ;;
                *) inject="inject=$call:error=$fault:when=$n" failed=$((failed + 1)) ;;
                esac
                fresh $build
                run strace -f -qq -o /dev/null -e "trace=$call" -e "$inject" "$program"
                code=$?
                now=$(held "$site")
                if [ "$now" != "$old" ] && [ "$now" != "$new" ]; then torn=$((torn + 1)); echo "TORN $build $fault $call:$n"; fi
                if [ $code = 0 ] && [ "$now" != "$new" ]; then lost=$((lost + 1)); echo "LOST $build $fault $call:$n"; fi
                # What cannot be removed because looking or removing fails is left, and told; where a folder
                # cannot be closed, the standard library gives up.
                if [ $fault != KILL ] && [ $code -lt 128 ] && [ "$(ls -A "$room" | grep -cvx public)" != 0 ] &&
                    [[ $call != unlink* && $call != rmdir && $call != openat && $call != getdents64 && $call != fsync ]] &&
                    [[ $call != statx && $call != newfstatat && $call != read && $call != fstat && $call != close ]]; then
                    litter=$((litter + 1)); echo "LEFT BEHIND $build $fault $call:$n: $(ls -A "$room")"
                fi
                if grep -q 'panicked at src/' "$work/err"; then panics=$((panics + 1)); echo "PANIC $build $fault $call:$n: $(cat "$work/err")"; fi
                if ! run "$program" || [ "$(held "$site")" != "$new" ] || ls -A "$room" | grep -q '^\.'; then
                    stuck=$((stuck + 1)); echo "STUCK $build $fault $call:$n: $(cat "$work/err")"
                fi
            done
        done
    done <<<"$calls"
    printf '%-6s %6d %7d %7d %5d %5d %11d %6d %7d\n' $build "$(echo "$calls" | awk '{n += $1} END {print n}')" \
        $killed $failed $torn $lost $litter $stuck $panics
    total_bad=$((total_bad + torn + lost + litter + stuck + panics))
done

# The order in which things reach the disk: every file and every folder of the new site, and the folder that
# it lies in, before the exchange; the exchange before anything old is removed.
fresh again
run strace -f -qq -y -o "$work/trace" "$program"
wrong=$(awk -v beside="$room/.public.building" -v room="$room" '
    function named(text) { match(text, /<[^>]*>/); return substr(text, RSTART + 1, RLENGTH - 2) }
    / (fsync|fdatasync)\(/ && / = 0$/ { done[named($0)] = 1; if (exchanged && named($0) == room) settled = 1 }
    / write\(/ && index(named($0), beside "/") == 1 { delete done[named($0)]; written[named($0)] = 1 }
    / linkat\(/ && / = 0$/ { n = split($0, part, "\""); path = part[4]; if (index(path, "/") != 1) path = room "/" path; written[path] = 1 }
    / mkdirat?\(/ && / = 0$/ { split($0, part, "\""); if (index(part[2], beside) == 1) written[part[2]] = 1 }
    / renameat2?\(/ && /EXCHANGE/ {
        exchanged = 1
        for (path in written) if (!(path in done)) print "not on the disk: " path
        if (!(room in done)) print "not on the disk: " room
    }
    / (unlink|unlinkat|rmdir)\(/ && / = 0$/ && !settled { print "removed too early: " $0 }
    END { if (!exchanged) print "there was no exchange" }' "$work/trace")
if [ -z "$wrong" ]; then echo "order: all is on the disk before the exchange, and the exchange before anything is removed"
else echo "order: WRONG"; echo "$wrong"; total_bad=$((total_bad + 1)); fi
[ $total_bad = 0 ] && echo "every promise held" || { echo "$total_bad BROKEN"; exit 1; }
