"""What stands in a delimited file is text throughout; only what is written otherwise is a repair."""

from datetime import date

import pytest

from cms.intake.cells.dates import birth_month, day
from cms.intake.cells.numbers import score
from cms.intake.cells.text import plain
from cms.intake.cells.times import clock, hours
from cms.intake.judging import judge_file
from cms.intake.spec import Column, ImportSpec

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
