"""The one writer of tables: text stays text, numbers and dates stay what they are."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from cms.core.spreadsheets import CSV, XLSX, write_table

DANGEROUS = [
    "=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", '=DDE("cmd";"/C calc";"x")',
    "＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1+1", " =1+1", "\u3000＝1+1", "\u200b=1+1", "\ufeff=1",
    "\t=1+1", "\n=1+1", "\r\n=1+1", "\t公园", "\n公园", '"=1+1', "'=1+1", "“＝1+1”",
]  # fmt: skip
PLAIN = ["公园", "3=3", "a-b", "12348", "“法治”", "2026-12-04", "", "—", "https://zhifa.example/?a=1"]
MORNING = datetime.datetime(2026, 12, 4, 1, 30, tzinfo=datetime.UTC)


def _csv_rows(*rows) -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_table(CSV, ["甲", "乙"], rows).decode("utf-8-sig"), newline="")))


def _cells(*rows):
    return load_workbook(io.BytesIO(write_table(XLSX, ["甲", "乙"], rows))).active


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_could_run_is_marked_as_text(text):
    assert _csv_rows([text, 1])[1][0] == f"'{text}"
    cell = _cells([text, 1])["A2"]
    assert cell.value.startswith("'")
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_as_it_was(text):
    assert _csv_rows([text, 1])[1][0] == text
    assert (_cells([text, 1])["A2"].value or "") == text


def test_headings_are_cells_too():
    assert write_table(CSV, ["=1+1"], []).decode("utf-8-sig") == '"\'=1+1"\r\n'
    assert load_workbook(io.BytesIO(write_table(XLSX, ["=1+1"], []))).active["A1"].value == "'=1+1"


def test_numbers_and_dates_stay_numbers_and_dates():
    sheet = _cells([-12, Decimal("1.5")], [MORNING, MORNING.date()])
    assert [cell.data_type for row in sheet["A2:B3"] for cell in row] == ["n", "n", "d", "d"]
    assert sheet["A2"].value == -12
    assert sheet["A3"].value == datetime.datetime(2026, 12, 4, 9, 30)
    rows = _csv_rows([-12, Decimal("1.5")], [MORNING, MORNING.date()])
    assert rows[1:] == [["-12", "1.5"], ["2026-12-04 09:30:00", "2026-12-04"]]


def test_other_values_become_text():
    rows = _csv_rows([None, True], [gettext_lazy("普法办"), ["=1", "b"]])
    assert rows[1:] == [["", "是"], ["普法办", "'=1、b"]]


def test_separator_in_text_splits_no_cell():
    assert '"a;=1+1"' in write_table(CSV, ["甲"], [["a;=1+1"]]).decode()


def test_control_characters_spoil_no_workbook():
    assert _cells(["公\x00园\x0b", 1])["A2"].value == "公园"


def test_csv_opens_in_excel_as_utf8():
    assert write_table(CSV, ["甲"], []).startswith(b"\xef\xbb\xbf")
