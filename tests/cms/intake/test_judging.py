"""From cells to judged rows: a delimited file is text throughout, and what fails costs its own row."""

from datetime import date

import pytest

from cms.intake.cells.dates import birth_month, day
from cms.intake.cells.numbers import score
from cms.intake.cells.text import plain
from cms.intake.cells.times import clock, hours
from cms.intake.judging import judge, judge_file
from cms.intake.spec import Column, ImportSpec, Parsed, Row

ON = date(2026, 11, 23)


class Spec(ImportSpec):
    kind = "test"
    label = "测试"
    columns = (
        Column("姓名", plain, required=True),
        Column("出生", birth_month),
        Column("日期", day),
        Column("开始", clock),
        Column("时长", hours),
        Column("成绩", score),
    )

    def judge(self, rows, on) -> None:
        pass


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("王,1978-02,2026-03-05,08:30,2.5,88", []),
        ("王,1978-02-06,2026-03-05 00:00:00,8:30:00,2.50,88.0", []),
        ("王,1978-02,2026-03-05,2026-03-05 08:30,2.5,88", []),
        ("王,1978年2月,2026年3月5日,上午8:30,2小时,88分",
         ["birth_text", "date_text", "time_text", "hours_text", "score_text"]),
    ],
)  # fmt: skip
def test_plain_values_of_a_delimited_file_are_no_repairs(tmp_path, line, codes):
    file = tmp_path / "表.csv"
    file.write_text(f"姓名,出生,日期,开始,时长,成绩\n{line}\n")
    (row,) = judge_file(file, file.name, Spec(), ON).rows
    assert row.codes == codes


class Broken(Spec):
    """Its parser and its rules fail over some rows."""

    columns = (Column("姓名", plain, required=True), Column("数", lambda raw, on: Parsed(1 / raw)))

    def __init__(self, fails=lambda rows: False):
        self.fails = fails

    def judge(self, rows, on) -> None:
        for row in rows:
            row.find("absent", "姓名", "看过了")
        if self.fails([row.values["姓名"] for row in rows]):
            raise ZeroDivisionError


def codes_of(spec, *cells) -> list[list[str]]:
    rows = [Row("表", place, {"姓名": name, "数": number}) for place, (name, number) in enumerate(cells)]
    judge(rows, spec, ON)
    return [row.codes for row in rows]


def test_a_parser_that_fails_is_a_finding_at_its_cell():
    assert codes_of(Broken(), ("甲", 1), ("乙", 0)) == [["absent"], ["cell_unreadable", "absent"]]


def test_a_row_over_which_the_rules_fail_waits_and_the_others_are_judged():
    spec = Broken(lambda names: "乙" in names)
    assert codes_of(spec, ("甲", 1), ("乙", 1), ("丙", 1)) == [["absent"], ["row_unreadable"], ["absent"]]


def test_rows_over_which_the_rules_fail_only_together_all_wait():
    spec = Broken(lambda names: len(names) > 2)
    assert codes_of(spec, ("甲", 1), ("乙", 1), ("丙", 1)) == [["row_unreadable"]] * 3


@pytest.mark.parametrize("column", ["姓名", "数"])
def test_an_error_value_is_no_blank(column):
    rows = [Row("表", 2, {"姓名": "甲", "数": 1} | {column: "#DIV/0!"})]
    judge(rows, Broken(), ON)
    assert (rows[0].values[column], rows[0].codes) == (None, ["cell_error", "absent"])
