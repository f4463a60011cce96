#!/usr/bin/env python3
"""Makes names.tsv, the table of names of States, from CLDR and from further.tsv.

    python3 src/model/state/names.py

takes the two packages named below from npm, and writes the table beside this file. Then

    STATES=overwrite cargo test --test all states::

writes the index that the program looks names up in. The data of CLDR stand under the Unicode licence, whose
notice is beside this file.
"""

import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

VERSION = "48.2.0"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
HERE = pathlib.Path(__file__).parent
# Regions to which CLDR gives another code than the references of letters do.
CODES = {"XKK": "XKX"}
# Abbreviations that people write out.
WRITTEN_OUT = [("о-ва ", "Острова "), ("о-в ", "Остров "), (" о-ва", " острова"), ("St. ", "Saint "), (" & ", " and ")]


def from_npm(folder, package, member):
    """One JSON file of a package, which is fetched into the folder once."""
    archive = folder / f"{package}-{VERSION}.tgz"
    if not archive.exists():
        subprocess.run(["npm", "pack", "--silent", f"{package}@{VERSION}"], cwd=folder, check=True, stdout=sys.stderr)
    with tarfile.open(archive) as packed:
        return json.load(packed.extractfile(f"package/{member}"))


def spellings(name, two):
    """A name, and how else it is written."""
    yield name
    for short, long in WRITTEN_OUT:
        if short in name:
            yield name.replace(short, long)
    # Of "Myanmar (Burma)", either is a name.
    both = re.fullmatch(r"(.+?) ?[(（](.+)[)）]", name)
    if both and two == "MM":
        yield from both.groups()


def names_of(territories, two):
    """What one language calls a territory: its name, then the others that CLDR has."""
    keys = [two, *sorted(key for key in territories if key.startswith(f"{two}-alt-"))]
    found = [spelling for key in keys if key in territories for spelling in spellings(territories[key], two)]
    return list(dict.fromkeys(found))


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        mappings = from_npm(folder, "cldr-core", "supplemental/codeMappings.json")
        mappings = mappings["supplemental"]["codeMappings"]
        territories = {
            language: from_npm(folder, "cldr-localenames-full", f"main/{language}/territories.json")["main"][language][
                "localeDisplayNames"
            ]["territories"]
            for language in LANGUAGES
        }
    known = {codes["_alpha3"]: two for two, codes in mappings.items() if "_alpha3" in codes and len(two) == 2}
    known = {CODES.get(three, three): two for three, two in known.items()}
    rows = []
    for line in (HERE / "further.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, two, name, *further = line.split("\t")
        columns = [
            " | ".join(names_of(territories[language], known[code])) if code in known else "" for language in LANGUAGES
        ]
        rows.append("\t".join([code, two, name, *columns, *further]).rstrip("\t"))
    head = "# code\ttwo\tprinted\t" + "\t".join(LANGUAGES) + f"\tfurther; made by names.py from CLDR {VERSION} and further.tsv"
    (HERE / "names.tsv").write_text("\n".join([head, *sorted(rows)]) + "\n", encoding="utf-8")


main()
