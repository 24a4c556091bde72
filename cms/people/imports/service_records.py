"""The log of volunteer service (志愿服务记录)."""

from cms.intake.cells.dates import day
from cms.intake.cells.text import choice, free, plain, up_to
from cms.intake.cells.times import clock, clock_end, hours, span
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.people.imports import columns as shared
from cms.people.imports import showing
from cms.people.imports import words as listed
from cms.people.imports.judging.service_records import ServiceJudge
from cms.people.imports.storing.service_records import ServiceStore
from cms.people.permissions import can_manage_people

# Only its own column or its name says what an activity, a day, a place is that heads those who served.
_NAMED = "(?!)"


class ServiceRecordsSpec(ImportSpec):
    """People are named by volunteer number and name, or by name and mobile."""

    kind = "service_records"
    label = "志愿服务记录"
    in_steps = True
    words = ("服务记录", "服务时长", "志愿服务补报")
    columns = (
        ORDINAL,
        shared.VOLUNTEER_NUMBER,
        shared.NAME.also("志愿者姓名", "服务人员", "志愿者"),
        shared.PHONE,
        Column(
            "活动名称",
            up_to(120, free),
            ("服务内容", "活动", "服务项目", "项目名称", "活动主题", "服务活动"),
            required=True,
            told=True,
            groups=True,
            looks=_NAMED,
        ),
        Column(
            "服务日期",
            day,
            ("日期", "活动日期", "活动时间", "服务时间", "时间"),
            required=True,
            told=True,
            yearless=True,
            groups=True,
            looks=_NAMED,
        ),
        Column("开始时间", clock, ("开始", "起始时间", "开始时刻", "起")),
        Column("结束时间", clock_end, ("结束", "截止时间", "终止时间", "结束时刻", "止")),
        Column("起止时间", span, ("服务时段", "时间段", "时段", "起讫时间", "活动时段")),
        Column(
            "服务时长",
            hours,
            ("时长", "服务小时", "小时数", "服务小时数", "服务时数", "工时"),
            required=True,
        ),
        Column("服务岗位", up_to(60, plain), ("岗位", "服务角色", "担任工作", "分工")),
        Column("履职类别", choice(listed.DUTIES), ("履职内容", "服务类别", "职责类别")),
        Column("服务地点", up_to(120, plain), ("地点", "活动地点", "服务地址"), groups=True, looks=_NAMED),
        Column(
            "记录人", up_to(60, plain), ("登记人", "记录员", "填报人", "记录者"), groups=True, looks=_NAMED
        ),
        Column("记录日期", day, ("登记日期", "记录时间", "填报日期"), yearless=True),
        REMARK,
    )

    def may_import(self, user) -> bool:
        return can_manage_people(user)

    def judge(self, rows, on) -> None:
        ServiceJudge(rows).judge()

    def stored(self, records):
        return showing.services(records)

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return ServiceStore(journal).store(rows)


register(ServiceRecordsSpec())
