"""The register of volunteers (普法志愿者名册)."""

from cms.intake.cells.dates import birth_day, day
from cms.intake.cells.identity import identity_number, mobile
from cms.intake.cells.numbers import ordinal
from cms.intake.cells.text import choice, code, free, person_name, plain
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.people.imports import columns as shared
from cms.people.imports import words as listed
from cms.people.imports.judging.volunteers import VolunteerJudge
from cms.people.imports.storing.volunteers import VolunteerStore
from cms.people.permissions import can_manage_people


class VolunteersSpec(ImportSpec):
    """A volunteer is a person with an appointment; who is on the roster already stays one person."""

    kind = "volunteers"
    label = "普法志愿者名册"
    columns = (
        Column("序号", ordinal, ("no",)),
        Column("志愿者编号", code, ("志愿者号", "志愿者证号", "注册编号", "编号", "注册号"), required=True),
        Column("姓名", person_name, ("名字", "志愿者姓名", "人员姓名"), required=True),
        Column("性别", choice(listed.GENDERS)),
        Column("出生日期", birth_day, ("出生年月", "出生年月日", "出生时间", "生日", "出生")),
        Column("身份证号", identity_number, shared.IDENTITY_ALIASES, personal=True),
        Column("手机号码", mobile, shared.PHONE_ALIASES, personal=True),
        Column("所属街镇", plain, shared.SUBDISTRICT_ALIASES),
        Column("所属居村", plain, shared.COMMUNITY_ALIASES),
        Column("服务队伍", plain, ("队伍", "志愿队", "所属队伍", "服务队", "志愿服务队", "团队")),
        Column("服务专长", free, ("专长", "特长", "个人特长", "服务特长", "服务意向")),
        Column("注册日期", day, ("注册时间", "登记日期", "登记时间", "加入日期")),
        Column(
            "同意公开信息",
            choice(listed.CONSENTS),
            ("同意公开", "是否同意公开", "是否同意公开信息", "公开信息", "是否公开"),
        ),
        Column("监护人姓名", plain, ("监护人", "家长姓名", "家长")),
        Column(
            "监护人电话",
            mobile,
            ("监护人手机", "监护人手机号", "监护人联系电话", "家长电话"),
            personal=True,
        ),
        Column("状态", choice(listed.STATES), ("在册状态", "人员状态", "志愿者状态")),
        Column("备注", free, ("说明",)),
    )

    def may_import(self, user) -> bool:
        return can_manage_people(user)

    def judge(self, rows, on) -> None:
        VolunteerJudge(rows, on).judge()

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return VolunteerStore(journal).store(rows)


register(VolunteersSpec())
