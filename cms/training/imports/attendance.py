"""The list of who came to a training (培训签到表)."""

from dataclasses import replace

from cms.intake.cells.dates import day
from cms.intake.cells.text import plain, up_to
from cms.intake.cells.times import clock, hours
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.people.imports.columns import NAME, PHONE_TAIL
from cms.places.imports import locations
from cms.training.imports.judging import AttendanceJudge
from cms.training.imports.storing import AttendanceStore
from cms.training.permissions import can_manage_training


class AttendanceSpec(ImportSpec):
    """Which training it was stands above the headings; people are named, with the tail of their mobile."""

    kind = "attendance"
    label = "培训签到表"
    in_steps = True
    words = ("签到", "点名", "考勤")
    columns = (
        ORDINAL,
        NAME.also("学员姓名", "参训人员", "学员"),
        replace(locations.COMMUNITY.also("单位", "所在单位", "工作单位", "所属单位"), groups=True),
        PHONE_TAIL,
        Column(
            "签到", plain, ("签名", "签字", "本人签名", "本人签字", "签到情况", "是否签到"), required=True
        ),
        Column("签到码", plain, ("签到编码", "签到编号")),
        Column("到场时间", clock, ("签到时间", "到达时间", "报到时间", "迟到时间", "到场", "入会时间")),
        Column("离场时间", clock, ("签退时间", "离开时间", "退场时间", "早退时间", "离场", "离会时间")),
        Column("学时", hours, ("课时", "培训学时", "学习时长")),
        REMARK,
        Column("培训名称", up_to(120, plain), ("培训班次", "班次", "培训主题")),
        Column("培训日期", day, ("日期", "培训时间"), yearless=True),
    )

    def may_import(self, user) -> bool:
        return can_manage_training(user)

    def judge(self, rows, on) -> None:
        AttendanceJudge(rows).judge()

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return AttendanceStore(journal).store(rows)


register(AttendanceSpec())
