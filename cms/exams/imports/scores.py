"""The marks of a paper exam (考试成绩表)."""

from dataclasses import replace
from datetime import date

from cms.exams.imports.marking import ScoreJudge, ScoreStore
from cms.exams.permissions import can_hold_exams
from cms.intake.cells.dates import day
from cms.intake.cells.names import person_name
from cms.intake.cells.numbers import score
from cms.intake.cells.text import as_text, plain
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row
from cms.people.imports.columns import PHONE_TAIL
from cms.places.imports import locations

_BESIDE = {
    "性别": (),
    "名次": ("排名", "排序"),
    "是否合格": ("合格情况", "考试结果", "结果"),
    "等第": ("等级", "等次", "成绩等级"),
    "准考证号": ("考号", "座位号"),
}
_ABSENT = {"缺考", "未考", "缺", "缺席", "未参加", "请假", "弃考"}


def mark(raw, on: date) -> Parsed:
    """A score out of a hundred; who did not sit it has none."""
    text = as_text(raw)
    return Parsed(None, (("absent", f"“{text}”，不登记成绩"),)) if text in _ABSENT else score(raw, on)


class ExamScoresSpec(ImportSpec):
    """Which exam it was stands above the headings or in a column; people are named as on the roster."""

    kind = "exam_scores"
    label = "考试成绩表"
    words = ("成绩", "考试结果", "分数", "登分")
    columns = (
        ORDINAL,
        Column("姓名", person_name, ("考生姓名", "考生", "学员姓名", "人员姓名"), required=True),
        replace(locations.COMMUNITY.also("单位", "所在单位", "工作单位", "所属单位"), groups=True),
        PHONE_TAIL,
        Column(
            "成绩",
            mark,
            (
                "分数",
                "得分",
                "考试成绩",
                "总分",
                "考核成绩",
                "卷面分",
                "卷面成绩",
                "笔试成绩",
                "考试得分",
                "总成绩",
                "总得分",
                "最终成绩",
                "综合成绩",
            ),
            required=True,
            rather=r"总.*|最终.*|综合.*",
        ),
        Column("考试名称", plain, ("考试", "考试科目", "科目"), told=True),
        Column("考试日期", day, ("日期", "考试时间"), yearless=True),
        REMARK,
        # What follows from the marks, or tells nothing of them.
        *(Column(name, plain, others) for name, others in _BESIDE.items()),
    )

    def may_import(self, user) -> bool:
        return can_hold_exams(user)

    def judge(self, rows: list[Row], on: date) -> None:
        ScoreJudge(rows, on).judge()

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return ScoreStore(journal).store(rows)


register(ExamScoresSpec())
