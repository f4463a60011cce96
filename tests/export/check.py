"""Exports of no record, one and many, in DuckDB, SQLite and ClickHouse: the same types, the same rows, no broken key."""
import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import chdb
import duckdb
from frictionless import Package

readme, work = Path(sys.argv[1]), Path(sys.argv[2])
folders = dict(word.split("=", 1) for word in sys.argv[3:])
section = readme.read_text().split("## As tables, for a database")[1].split("\n## ")[0]
load, ask = re.findall(r"```text\n(.*?)```", section, re.S)
CLICKHOUSE = {"string": "String", "date": "Date32", "integer": "Int64", "boolean": "Bool"}


def shell(lines, at, cases):
    environment = {"TIMELINE_CASES": cases, "PATH": os.environ["PATH"], "HOME": str(work)}
    ended = subprocess.run(["sh", "-euc", lines], cwd=at, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != 0 or "rror" in ended.stderr:
        sys.exit(f"{at}: {lines}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def asked(sql):
    """Rows as ClickHouse gives them."""
    sql = f"{sql} SETTINGS format_csv_null_representation = '', output_format_json_quote_64bit_integers = 0"
    return [json.loads(line) for line in chdb.query(sql, "JSONCompactEachRow").bytes().decode().splitlines()]


def plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


types, seen = {}, {}
for name, cases in folders.items():
    at = work / name
    at.mkdir()
    shell(load, at, cases)
    tables = at / "tables"
    package = json.loads((tables / "datapackage.json").read_text())

    report = Package(str(tables / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:20]

    duck = duckdb.connect(str(at / "cases.duckdb"), read_only=True)
    lite = sqlite3.connect(at / "cases.sqlite")
    assert lite.execute("PRAGMA foreign_key_check").fetchall() == [], name
    assert lite.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name
    duck.close()
    click_question = ask.splitlines()[2]
    overdue_lines = shell("\n".join(ask.splitlines()[:2]), at, cases)
    duck = duckdb.connect(str(at / "cases.duckdb"), read_only=True)

    for resource in package["resources"]:
        table, fields = resource["name"], resource["schema"]["fields"]
        with open(tables / resource["path"], newline="", encoding="utf-8") as file:
            names, *rows = csv.reader(file)
        assert names == [field["name"] for field in fields], table
        of_duck = [row[:2] for row in duck.execute(f'DESCRIBE "{table}"').fetchall()]
        structure = ", ".join(f'"{field["name"]}" Nullable({CLICKHOUSE[field["type"]]})' for field in fields)
        of_csv = f"file('{tables / resource['path']}', CSVWithNames, '{structure}')"
        of_parquet = f"file('{at}/parquet/{table}.parquet')"
        described = [(row[0], row[1]) for row in asked(f"DESCRIBE {of_parquet}")]
        known = types.setdefault(table, (of_duck, described))
        assert known == (of_duck, described), f"{name}: {table} has other types: {known} {of_duck} {described}"

        by_duck = [[plain(cell) for cell in row] for row in duck.execute(f'SELECT * FROM "{table}"').fetchall()]
        flags = [n for n, field in enumerate(fields) if field["type"] == "boolean"]
        by_lite = []
        for row in lite.execute(f'SELECT * FROM "{table}"'):
            row = [plain(cell) for cell in row]
            for n in flags:
                row[n] = {"1": "true", "0": "false", "": ""}[row[n]]
            by_lite.append(row)
        assert sorted(by_duck) == sorted(rows), f"{name}: {table} in DuckDB"
        assert sorted(by_lite) == sorted(rows), f"{name}: {table} in SQLite"
        for source in (of_csv, of_parquet):
            by_click = [[plain(cell) for cell in row] for row in asked(f"SELECT * FROM {source}")]
            assert sorted(by_click) == sorted(rows), f"{name}: {table} in ClickHouse, {source}"
        seen[table] = seen.get(table, 0) + len(rows)

    told = subprocess.run(["timeline", "pending", "--overdue", "-f", "json", "--as-of", package["as_of"], "--cases", cases],
                          capture_output=True, check=False)
    pending = Counter(row["to"] for row in json.loads(told.stdout)["rows"] if row["status"] == "overdue")
    counts = [
        dict(duck.execute("SELECT \"to\", count(*) FROM clocks WHERE status = 'overdue' GROUP BY 1").fetchall()),
        dict(lite.execute("SELECT \"to\", count(*) FROM clocks WHERE status = 'overdue' GROUP BY 1").fetchall()),
    ]
    sql = re.search(r'-q "(.*)"$', click_question)[1].replace('\\"', '"').replace("'parquet/", f"'{at}/parquet/")
    counts.append({to: int(count) for to, count in asked(sql)})
    assert all(count == dict(pending) for count in counts), f"{name}: {pending} {counts}"
    for to, count in pending.items():
        assert re.search(rf"\b{re.escape(to)}\b.*\b{count}\b", overdue_lines), overdue_lines
    print(f"{name}: {sum(1 for _ in package['resources'])} tables, {sum(pending.values())} overdue")

# A note of three million letters is a line of a table.
(work / "cases-long").mkdir()
(work / "long").mkdir()
(work / "cases-long/long.toml").write_text(
    f'title = "Long"\nstate = "DDR"\n[[event]]\nwhat = "A"\nnote = "{"word " * 600_000}"\n[[event]]\nwhat = "B"\n')
shell(load, work / "long", str(work / "cases-long"))
duck = duckdb.connect(str(work / "long/cases.duckdb"), read_only=True)
lite = sqlite3.connect(work / "long/cases.sqlite")
for database in (duck, lite):
    assert database.execute("SELECT count(*), max(length(note)) FROM events").fetchone() == (2, 3_000_000)

empty = [table for table, count in seen.items() if count == 0]
assert not empty, f"no row in any export: {empty}"
