#!/usr/bin/env python3
"""Measures against reading the files at all: python3 tests/bench/run.py [RECORDS ...]

Medians of interleaved runs, so that other work on the machine slows all programs alike, and their ratios.
Needs ripgrep (rg) and GNU time (/usr/bin/time); the rows of the script show more if `rich` is installed.
A cold page cache is measured only by root, on Linux.
"""

import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
RELEASE = TARGET / "release"
TIMELINE = str(RELEASE / "timeline")
AS_OF = ["--as-of", "2026-11-24"]
NOWHERE = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def build():
    subprocess.run(["cargo", "build", "--release", "--bin", "timeline", "--examples"], cwd=ROOT, check=True)


def corpus(count):
    folder = TARGET / "bench" / str(count)
    if not folder.exists():
        subprocess.run([RELEASE / "examples" / "corpus", str(folder), str(count)], check=True)
    return str(folder)


def once(command):
    start = time.perf_counter()
    subprocess.run(command, **NOWHERE)
    return time.perf_counter() - start


def medians(commands, rounds, before=lambda: None):
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            before()
            times[name].append(once(command))
    return {name: statistics.median(all_times) for name, all_times in times.items()}


def peak(command):
    """Peak memory in MiB, and how many lines it printed."""
    timed = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True)
    return int(timed.stderr.split()[-1]) / 1024, timed.stdout.count(b"\n")


def told_peak(name, command):
    """Says the peak memory of a command, and what of it is above 16 MB for each line printed."""
    memory, lines = peak(command)
    above = max(memory * 1048576 - 16_000_000, 0) / max(lines, 1)
    print(f"  peak memory of {name}: {memory:.1f} MiB for {lines} lines: {above:.0f} bytes a line above 16 MB")


# Every command that reads all records, or looks for one among them; the site is made of all at once.
EVERY = [
    *(f"{name} -f tsv" for name in ("list", "events", "letters", "demands", "detained", "check")),
    "pending -f ics",
    "stats --by state",
    "changes --since 2026-01-01",
    "why case-000007",
    "show case-000007",
    "agenda -f ics",
]

# What writes looks at the other records first.
WRITING = ["add case-000007 event --date 2026-01-01 --what Invented --dry-run", "reviewed case-000007 --dry-run"]


def invented(name, count, records):
    """A folder of records made here: (file without ending, text)."""
    folder = TARGET / "bench" / f"{name}-{count}"
    for path, text in () if folder.exists() else records(count):
        file = folder / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return str(folder)


TOP = 'title = "Invented"\nstate = "GBR"\n'


def people(count):
    """One record of very many people, each with an arrest."""
    text = [TOP]
    for n in range(count):
        text.append(f'[[person]]\nid = "p-{n}"\nname = "Ada Wren {n}"\nrole = "victim"\n')
        text.append(
            f'[[event]]\ndate = 2019-01-{n % 28 + 1:02}\nwhat = "Arrest {n}"\nkind = "arrest"\n'
            f'people = ["p-{n}"]\nliberty = "detained"\n'
        )
    yield "case-a", "\n".join(text)


def copies(count):
    """Very many records that hold a copy of one letter."""
    letter = '[[communication]]\nref = "UA GBR 1/2019"\nprocedure = "sp-letter"\nto = ["GBR"]\nsent = 2019-05-01\n'
    for n in range(count):
        yield f"{n // 100:04}/case-{n:06}", f"{TOP}{letter}"


def growths():
    """How time grows from 1,000 to 16,000 people of one case, and copies of one letter."""
    few, many = 1_000, 16_000
    for name, records, asked in [
        ("people", people, ["show case-a -f tsv", "show case-a -f html", "detained -f tsv", "why case-a -f tsv"]),
        ("copies", copies, ["pending -f tsv", "list -f tsv", "check -f tsv", "stats"]),
    ]:
        for command in asked:
            took = {
                count: medians(
                    {"": [TIMELINE, "--cases", invented(name, count, records), *command.split(), *AS_OF]}, 3
                )[""]
                for count in (few, many)
            }
            exponent = math.log(took[many] / took[few]) / math.log(many / few)
            print(f"  growth with {name}, {command}: exponent {exponent:.2f} ({took[many]:.2f} s)")


def styles(count):
    """Valid records that are written in another way than the samples, against these."""
    folder = Path(corpus(count))
    ways = {
        "CRLF": lambda text: text.replace("\n", "\r\n"),
        "one '…'": lambda text: re.sub('^state = "(.*)"$', r"state = '\1'", text, count=1, flags=re.M),
        'one """…"""': lambda text: re.sub('^title = "(.*)"$', r'title = """\1"""', text, count=1, flags=re.M),
    }
    commands = {"as the samples": [TIMELINE, "--cases", str(folder), "list", "-f", "tsv", *AS_OF]}
    for name, write in ways.items():
        place = TARGET / "bench" / f"style-{len(commands)}"
        shutil.rmtree(place, ignore_errors=True)
        for file in folder.rglob("*.toml"):
            other = place / file.relative_to(folder)
            other.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text()
            assert write(text) != text, file
            other.write_text(write(text), newline="")
        commands[name] = [TIMELINE, "--cases", str(place), "list", "-f", "tsv", *AS_OF]
    show(f"{count} records, written otherwise", medians(commands, 9), "as the samples")


def revisions(count, changed):
    """Two revisions, against git reading the files that differ."""
    place = TARGET / "bench" / f"revisions-{count}"
    git = ["git", "-C", str(place), "-c", "user.name=Invented", "-c", "user.email=invented@example.org"]
    if not place.exists():
        shutil.copytree(corpus(count), place)
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"]):
            subprocess.run([*git, *command], check=True)
        for file in sorted(place.rglob("*.toml"))[:: count // changed]:
            file.write_text(file.read_text().replace('title = "', 'title = "Another ', 1))
        subprocess.run([*git, "commit", "-qam", "Two"], check=True)
    reading = f"git -C {place} diff-tree -r HEAD~1 HEAD | awk '{{ print $3; print $4 }}' | git -C {place} cat-file --batch"
    commands = {
        "git": ["sh", "-c", reading],
        "changes --rev": [TIMELINE, "--cases", str(place), "changes", "--rev", "HEAD~1..HEAD", "-f", "tsv", *AS_OF],
    }
    show(f"{changed} of {count} records changed", medians(commands, 9), "git")
    told_peak("changes --rev", commands["changes --rev"])


def show(title, found, *bases):
    print(f"\n{title}")
    for name, seconds in found.items():
        ratios = "".join(f"  {seconds / found[base]:8.2f} x {base}" for base in bases if base in found)
        print(f"  {name:24}{seconds * 1000:10.2f} ms{ratios}")


def drop_caches():
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3")


MAP = """
entry = "letter"
case = { column = "Dossier" }
[new]
title = "Dossier"
state = { column = "Country", as = "state" }
[columns]
ref = "Reference"
sent = "Sent"
to = { column = "Country", as = "state" }
from = { column = "Mandates", split = "|", before = "Special Rapporteur on " }
procedure = { value = "sp-urgent-appeal" }
note = "Remarks"
[replies]
column = "Replied"
kind = "untranslated"
empty = "unknown"
"""


def rows(count):
    """A list of so many letters in a hundred cases, with a map."""
    folder = TARGET / "bench" / "import"
    folder.mkdir(parents=True, exist_ok=True)
    states = [("DDR", "German Democratic Republic"), ("YUG", "Yugoslavia"), ("CSK", "Czechoslovakia")]
    with open(folder / "letters.csv", "w") as file:
        print("Dossier,Reference,Country,Sent,Mandates,Replied,Remarks", file=file)
        for n in range(count):
            code, name = states[n % 3]
            sent = f"{1 + n % 27:02}/{1 + n % 12:02}/2025"
            replied = f"2025-12-{1 + n % 28:02}" if n % 4 == 0 else ""
            print(f"Dossier {n % 100},UA {code} {n + 1}/2025,{name},{sent},torture|housing,{replied},Remark {n}", file=file)
    (folder / "map.toml").write_text(MAP)
    return folder


def imports(count):
    folder = rows(count)
    cases = folder / "cases"
    command = [TIMELINE, "import", str(folder / "letters.csv"), "--map", str(folder / "map.toml"), "--cases", str(cases)]
    shutil.rmtree(cases, ignore_errors=True)
    cases.mkdir()
    dry = once(command)
    written = once([*command, "--write"])
    again = once([*command, "--write"])
    memory, _ = peak(command)
    print(f"\nImport of {count} rows into 100 cases: {dry:.2f} s planned, {written:.2f} s written, {again:.2f} s once more")
    print(f"  peak memory: {memory:.1f} MiB (goals: 3 s, 200 MB)")


def exports(count):
    """All records as tables: a first export, and one that takes the place of another."""
    place = TARGET / "bench" / f"tables-{count}"
    shutil.rmtree(place, ignore_errors=True)
    command = [TIMELINE, "export", str(place), "--cases", corpus(count), *AS_OF]
    first, again = once(command), once(command)
    memory, _ = peak(command)
    written = sum(file.stat().st_size for file in place.iterdir()) / 1048576
    shutil.rmtree(place)
    print(f"  export: {first:.2f} s, {again:.2f} s once more; {written:.0f} MiB; peak memory: {memory:.1f} MiB")


def main():
    counts = [int(word) for word in sys.argv[1:]] or [10, 1_000, 10_000, 100_000]
    if not shutil.which("rg"):
        sys.exit("ripgrep (rg) is needed to compare with")
    build()
    examples = RELEASE / "examples"
    starts = {
        "empty": [str(examples / "empty")],
        "clap": [str(examples / "arguments")],
        "timeline --version": [TIMELINE, "--version"],
    }
    for count in counts:
        starts[f"show, {count}"] = [TIMELINE, "--cases", corpus(count) + "/0000", "show", "case-000007", *AS_OF]
    starts["pending, 10"] = [TIMELINE, "--cases", corpus(10), "pending", "-f", "tsv", *AS_OF]
    show("Start, 200 runs", medians(starts, 200), "empty", "clap")

    imports(10_000)
    growth = {}
    for count in counts:
        folder = corpus(count)
        pending = [TIMELINE, "--cases", folder, "pending", "-f", "tsv", *AS_OF]
        commands = {"rg -c": ["rg", "-c", "title", folder], "read": [str(examples / "read"), folder], "pending": pending}
        commands["pending, table"] = [TIMELINE, "--cases", folder, "pending", "-f", "table", *AS_OF]
        commands["list"] = [TIMELINE, "--cases", folder, "list", "-f", "tsv", *AS_OF]
        if count == 10_000:
            for name in ("demands", "detained", "events"):
                commands[name] = [TIMELINE, "--cases", folder, name, "-f", "tsv", *AS_OF]
            for name in ("list", "events"):
                commands[f"{name}, table"] = [TIMELINE, "--cases", folder, name, "-f", "table", *AS_OF]
        if count <= 1_000:
            commands["python"] = [sys.executable, str(ROOT / "tests/bench/obvious.py"), folder]
        found = medians(commands, 5 if count > 10_000 else 15)
        growth[count] = found["pending"]
        show(f"{count} records, warm", found, "rg -c", "read", "pending", "list", "events")
        for name in [name for name in commands if name not in ("rg -c", "read", "python")]:
            told_peak(name, commands[name])
        exports(count)
        if count == 10_000:
            for command in EVERY + WRITING:
                told_peak(command, [TIMELINE, "--cases", folder, *command.split(), *AS_OF])
            try:
                drop_caches()
            except OSError:
                print("  cold page cache: skipped, only root can empty it")
            else:
                few = {name: commands[name] for name in ("rg -c", "read", "pending")}
                show(f"{count} records, cold", medians(few, 5, drop_caches), "rg -c", "read")
            revisions(count, 100)
        if count == 1_000:
            styles(count)
    print()
    growths()
    if {10_000, 100_000} <= growth.keys():
        print(f"\nGrowth from 10,000 to 100,000: exponent {math.log10(growth[100_000] / growth[10_000]):.3f}")


main()
