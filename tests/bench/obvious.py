"""The obvious script for the same question: letters without a reply, by the day they were sent."""

import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

rows = []
for path in Path(sys.argv[1]).rglob("*.toml"):
    with path.open("rb") as file:
        record = tomllib.load(file)
    for letter in record.get("communication", []):
        sent = letter.get("sent")
        if not letter.get("reply") and isinstance(sent, date):
            due = sent + timedelta(days=60)
            rows.append((due, path.stem, letter.get("ref", ""), ", ".join(letter["to"]), str(sent), str(due)))
rows.sort()
try:
    from rich.console import Console
    from rich.table import Table

    table = Table("due", "case", "reference", "to", "sent", "due")
    for row in rows:
        table.add_row(*map(str, row))
    Console().print(table)
except ImportError:
    for row in rows:
        print(*row, sep="\t")
