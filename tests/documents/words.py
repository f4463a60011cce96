"""Documents read by python-docx, and by pandoc and LibreOffice where they are installed."""
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

timeline, cases, as_of = sys.argv[1:]


def run(command, *more):
    words = [timeline, *command.split(), "--cases", cases, "--as-of", as_of, *more]
    return subprocess.run(words, capture_output=True, check=False).stdout


def document(command):
    bytes_ = run(command, "-f", "docx")
    assert bytes_ and bytes_ == run(command, "-f", "docx"), f"{command}: not the same bytes twice"
    return bytes_, Document(io.BytesIO(bytes_))


ids = [row["case"] for row in json.loads(run("list", "-f", "json"))["rows"]]
show = "show " + " ".join(ids)
for command in ["pending", "demands", "letters", "events", "detained", "list", show, f"{show} --sources --notes",
                "why " + ids[-1]]:
    bytes_, read = document(command)
    at = command
    assert not read.core_properties.author and not read.core_properties.last_modified_by, at
    for table in read.tables:
        rows = table.rows
        for row in rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None, f"{at}: a row may be torn"
        grid = [column.width for column in table.columns]
        section = read.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        assert all(grid) and sum(grid) <= room * 1.01, f"{at}: wider than the paper"
    headed = [table for table in read.tables if table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None]
    if not command.startswith(("show", "why")):
        # One table with a row for each of json, and its first column in the same order.
        rows = json.loads(run(command, "-f", "json"))["rows"]
        (table,) = headed
        assert len(table.rows) == len(rows) + 1, f"{at}: {len(table.rows) - 1} rows for {len(rows)}"
        first = [row.cells[0].text for row in table.rows][1:]
        assert first == [row["case"] for row in rows], at
    else:
        assert [p.text for p in read.paragraphs if p.style.name.lower() == "heading 1"], at
        assert [p for p in read.paragraphs if p.style.name.lower() == "heading 2"], at
    section = read.sections[0]
    assert section.different_first_page_header_footer, at
    assert f"as of {as_of}" in section.header.paragraphs[-1].text and not section.first_page_header.paragraphs[-1].text
    for footer in (section.footer, section.first_page_footer):
        fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"], f"{at}: {fields}"
    width, height = section.page_width.mm, section.page_height.mm
    assert {round(width), round(height)} == {210, 297}, at
    # Every note that is referred to is there, and the other way round.
    notes = next(part for part in read.part.package.iter_parts() if part.partname == "/word/footnotes.xml").blob.decode()
    there = {int(n) for n in re.findall(r'<w:footnote w:id="(\d+)"', notes)} - {0}
    named = [int(e.get(qn("w:id"))) for e in read.element.iter(qn("w:footnoteReference"))]
    assert sorted(there) == sorted(named) == list(range(1, len(named) + 1)), f"{at}: notes"
    marks = {e.get(qn("w:name")) for e in read.element.iter(qn("w:bookmarkStart"))}
    again = {f.get(qn("w:instr")).split()[1] for f in read.element.iter(qn("w:fldSimple"))}
    assert again <= marks, f"{at}: {again - marks}"

    if shutil.which("pandoc"):
        told = subprocess.run(["pandoc", "-f", "docx", "-t", "plain", "--wrap=none"], input=bytes_,
                              capture_output=True, check=True).stdout.decode()
        assert len(re.findall(r"^\[\d+\]", told, re.M)) == len(named), f"{at}: pandoc finds other notes"
    if shutil.which("soffice") and command in ("pending", show):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "it.docx"
            file.write_bytes(bytes_)
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                            "pdf", "--outdir", folder, file], check=True, capture_output=True)
            assert (Path(folder) / "it.pdf").read_bytes().startswith(b"%PDF"), at

if shutil.which("pandoc"):
    # A table of Markdown that is wider than a page keeps its proportions.
    for command in ("pending", "events"):
        told = subprocess.run(["pandoc", "-f", "gfm", "-t", "json"], input=run(command, "-f", "markdown"),
                              capture_output=True, check=True).stdout
        assert '"t":"Table"' in told.decode(), command
print(f"{len(ids)} cases and 6 lists in documents: rows, notes, heads, pages")
