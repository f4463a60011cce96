"""Workbooks read by openpyxl: the rows of `-f json`, typed, and no formula of any text."""
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

timeline, cases, as_of = sys.argv[1:]
LISTS = ["list", "events", "pending", "letters", "demands", "detained", "stats --by state", "rules",
         "changes --since 2020-01-01", "check --list"]
FIRST = date(1900, 3, 1)


def run(command, *more):
    words = [timeline, *command.split(), "--cases", cases, "--as-of", as_of, *more]
    return subprocess.run(words, capture_output=True, check=False).stdout


def undone(text):
    """What `\\uXXXX` stands for where a character would act or hide."""
    return re.sub(r"\\u(?:\{([0-9A-F]+)\}|([0-9A-F]{4}))", lambda m: chr(int(m[1] or m[2], 16)), text)


def same(cell, value, at):
    found = cell.value
    if isinstance(value, list):
        value = "; ".join(value)
    if value is None or value == "":
        assert found in (None, ""), f"{at}: {found!r} where nothing is known"
    elif isinstance(value, bool):
        assert found is value, f"{at}: {found!r} for {value!r}"
    elif isinstance(value, (int, float)):
        assert found == value and not isinstance(found, bool) and cell.data_type == "n", f"{at}: {found!r} for {value!r}"
    elif isinstance(found, datetime):
        assert found.date().isoformat() == value and cell.number_format == "yyyy-mm-dd", f"{at}: {found!r} for {value!r}"
    else:
        # A day of which only the text is known stays text; a day stands as one.
        exact = re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        is_date = at.rsplit(" ", 1)[-1] in DATES or at.endswith(("_earliest", "_latest"))
        assert not (exact and is_date and date.fromisoformat(value) >= FIRST), f"{at}: {value} is no date"
        assert cell.data_type == "s", f"{at}: {cell.data_type} for {value!r}"
        assert undone(found) == value, f"{at}: {found!r} for {value!r}"


DATES = {"date", "sent", "due", "made", "since", "from", "to", "published", "brought", "decided", "born", "reviewed"}


def compare(sheet, rows, at, before=0):
    found = list(sheet.iter_rows(min_row=2))
    assert len(found) == len(rows), f"{at}: {len(found)} rows for {len(rows)}"
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads) and all(heads), f"{at}: headings {heads}"
    assert sheet.freeze_panes == "B2", at
    assert sheet.auto_filter.ref.startswith("A1:"), at
    for cells, row in zip(found, rows):
        for cell, key in zip(cells[before:], row, strict=True):
            same(cell, row[key], f"{at} {key}")


def book(command):
    bytes_ = run(command, "-f", "xlsx")
    assert bytes_ == run(command, "-f", "xlsx"), f"{command}: not the same bytes twice"
    with zipfile.ZipFile(io.BytesIO(bytes_)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text and "<f " not in text and "vbaProject" not in text, f"{command}: {name} has a formula"
            outside = [m for m in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text) if not m.startswith("http")]
            assert not outside, f"{command}: {name} leads to {outside}"
    return load_workbook(io.BytesIO(bytes_))


for command in LISTS:
    rows = json.loads(run(command, "-f", "json"))["rows"]
    found = book(command)
    assert len(found.sheetnames) == 1
    compare(found.worksheets[0], rows, command)

ids = [row["case"] for row in json.loads(run("list", "-f", "json"))["rows"]]
command = "show " + " ".join(ids)
rows = json.loads(run(command, "-f", "json"))["rows"]
PARTS = {key for key, value in rows[0].items() if isinstance(value, list) and any(
    isinstance(item, dict) for row in rows for item in row[key])}
found = book(command)
assert found.sheetnames[0] == "overview"
assert set(found.sheetnames[1:]) <= PARTS
for part in PARTS:
    inner = [item for row in rows for item in row[part]]
    sheet = found[part]
    compare(sheet, inner, f"{command} {part}", before=0 if next(iter(inner[0])) == "case" else 1)
assert [cell.value for cell in found["overview"]["A"]][1:] == ids

# What is made with what is confidential says so in every row; without, there is no word of it.
for command in ["events", "show " + " ".join(ids)]:
    assert not book(command).properties.description
    marked = load_workbook(io.BytesIO(run(command, "--confidential", "-f", "xlsx")))
    if marked.properties.description:
        assert marked.properties.description.startswith("CONFIDENTIAL")
        for sheet in marked.worksheets:
            *_, last = sheet.columns
            assert last[0].value == "Confidential" and all(cell.value is True for cell in last[1:]), sheet.title

print(f"{len(LISTS)} lists and {len(ids)} cases in workbooks: the rows of json, typed")
