"""How much goes in: records are counted, not what stands around them; memory is bounded before all else."""

import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cms.intake import judging
from cms.intake.judging import judge_sheets
from cms.intake.reading import RawRow, SheetData, UnreadableFile, read_file
from cms.intake.registry import spec_of
from tests.cms.places.factories import CommunityFactory

ON = date(2026, 11, 23)
HEAD = ("序号", "姓名", "性别", "出生年月", "联系电话", "所属街镇", "所属居村")


def person(number):
    return (
        number,
        f"王{chr(0x4E00 + number % 5000)}",
        "女",
        "1980-05",
        f"199{number:08d}",
        "清溪镇",
        "柳林苑",
    )


def sheet(records: int) -> SheetData:
    cells = [("清溪镇法律明白人名册",), HEAD, *map(person, range(records)), ("合计", f"{records}人")]
    return SheetData("名册", [RawRow(place, row) for place, row in enumerate(cells, 1)])


@pytest.mark.parametrize(("records", "goes_in"), [(5, True), (6, False)])
def test_the_limit_counts_records_and_not_titles_headings_or_totals(db, monkeypatch, records, goes_in):
    CommunityFactory(name="柳林苑居委会", short_name="柳林苑", parent__name="清溪镇")
    monkeypatch.setattr(judging, "MOST", 5)
    if goes_in:
        assert len(judge_sheets([sheet(records)], "表", spec_of("roster"), ON).rows) == records
    else:
        with pytest.raises(UnreadableFile, match="共 6 行数据，一次最多导入 5 行"):
            judge_sheets([sheet(records)], "表", spec_of("roster"), ON)


def test_a_hundred_thousand_records_with_titles_are_read(tmp_path):
    path = tmp_path / "名册.csv"
    lines = [f"{number},王甲,19900000001" for number in range(100_000)]
    path.write_text("\n".join(["名册,,", "序号,姓名,联系电话", *lines, "合计,,"]))
    (data,) = read_file(path, path.name)
    assert len(data.rows) == 100_003


def test_sheets_are_counted_together(tmp_path):
    path = tmp_path / "多张.xlsx"
    book = openpyxl.Workbook(write_only=True)
    for name in ("一", "二"):
        page = book.create_sheet(name)
        for number in range(51_001):
            page.append([number])
    book.save(path)
    with pytest.raises(UnreadableFile, match="超过 10 万行"):
        read_file(path, path.name)


def whole_columns(path: Path) -> None:
    """A small file that merges each column from top to bottom, as selecting columns and merging does."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEAD)
    page.append(person(1))
    book.save(path)
    merges = "".join(f'<mergeCell ref="{letter}1:{letter}1048576"/>' for letter in "HIJKLMNOPQRSTUVWXYZ")
    merges += "".join(f'<mergeCell ref="{letter}3:{letter}1048576"/>' for letter in "ABCDEFG")
    rewrite(path, lambda text: text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"))


def many_merges(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(HEAD)
    for number in range(40_000):
        page.append(person(number))
    book.save(path)
    merges = "".join(f'<mergeCell ref="F{row}:F{row + 1}"/>' for row in range(2, 40_000, 2))
    rewrite(path, lambda text: text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"))


def nested_merges(path: Path) -> None:
    """Merges over one another, each over all rows: no program writes this, a hostile hand does."""
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(person(1))
    book.save(path)
    merges = "".join(f'<mergeCell ref="A{row}:XFD1048576"/>' for row in range(3, 3000))
    rewrite(path, lambda text: text.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"))


def rewrite(path: Path, change) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(each for each in parts if each.startswith("xl/worksheets/sheet"))
    parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)


# Reads, lays out and judges a file in a process of its own, and tells its peak and that of the sandbox.
READER = """
import json, resource, sys, django
django.setup()
from pathlib import Path
from cms.intake.layout import lay_out
from cms.intake.reading import UnreadableFile, read_file
from cms.intake.registry import spec_of
from cms.intake.sorting import Sorter
peak = lambda who: resource.getrusage(who).ru_maxrss // 1024
before, lines = peak(resource.RUSAGE_SELF), -1
try:
    for data in read_file(Path(sys.argv[1]), "表.xlsx"):
        lines = len(lay_out(data, spec_of("roster").columns).data)
except UnreadableFile:
    pass
print(json.dumps([lines, peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN)]))
"""


@pytest.mark.parametrize(
    ("make", "lines", "most"),
    [(whole_columns, {1}, 20), (nested_merges, {1, -1}, 60), (many_merges, {40_000}, 200)],
)
def test_merges_cost_what_the_file_costs(tmp_path, make, lines, most):
    path = tmp_path / "表.xlsx"
    make(path)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path)], capture_output=True, text=True, check=True,
    )  # fmt: skip
    read, grown, child = json.loads(done.stdout.splitlines()[-1])
    assert read in lines
    assert (grown <= most, child <= 500) == (True, True), (grown, child)
