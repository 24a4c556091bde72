"""The registration form of law-literate persons (法律明白人登记表)."""

from dataclasses import replace

from cms.intake.cells.dates import birth_month, day
from cms.intake.cells.numbers import score
from cms.intake.cells.text import choice, free, plain, up_to
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.people.imports import columns as shared
from cms.people.imports import origins, showing
from cms.people.imports import words as listed
from cms.people.imports.judging.roster import RosterJudge
from cms.people.imports.storing.roster import RosterStore
from cms.people.permissions import can_manage_people
from cms.places.imports import locations


class RosterSpec(ImportSpec):
    """Columns as in the form of the 2021 norm; renamed and reordered columns are found."""

    kind = "roster"
    label = "法律明白人登记表"
    in_steps = True
    words = ("法律明白人",)
    columns = (
        ORDINAL.also("编号"),
        shared.NAME.also("人员姓名", "法律明白人姓名"),
        shared.GENDER,
        Column("出生年月", birth_month, ("出生日期", "出生时间", "生日", "出生")),
        Column("民族", choice(listed.ETHNICITIES)),
        Column("政治面貌", choice(listed.POLITICAL_STATUSES), ("党派", "面貌")),
        Column("文化程度", choice(listed.EDUCATIONS), ("学历", "教育程度")),
        shared.IDENTITY,
        replace(shared.PHONE.also("手机号码"), name="联系电话"),
        replace(locations.TOWN, groups=True),
        replace(locations.COMMUNITY, required=True, told=True, groups=True),
        Column(
            "人员类别",
            up_to(30, choice(listed.CATEGORIES, closed=False)),
            ("类别", "身份", "职务", "职务类别"),
        ),
        Column("推荐方式", up_to(30, choice(listed.NOMINATIONS, closed=False)), ("产生方式", "推荐途径")),
        Column("特长", up_to(200, free), ("专长", "个人特长")),
        Column("培训情况", up_to(200, free), ("培训", "培训记录", "参训情况")),
        Column("考核成绩", score, ("成绩", "考试成绩", "考核分数", "分数", "考核")),
        Column("证书编号", up_to(60, plain), ("证书号", "证书号码", "证号", "编号证书")),
        Column("发证日期", day, ("发证时间", "颁证日期", "领证日期")),
        shared.STATE.also("任用状态"),
        REMARK,
    )

    def may_import(self, user) -> bool:
        return can_manage_people(user)

    def telltale(self, values):
        return origins.telltale(values)

    def judge(self, rows, on) -> None:
        RosterJudge(rows).judge()

    def stored(self, records):
        return showing.persons(records, birth="出生年月", phone="联系电话")

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return RosterStore(journal).store(rows)


register(RosterSpec())
