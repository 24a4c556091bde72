"""The register of volunteers (普法志愿者名册)."""

from dataclasses import replace

from cms.intake.cells.dates import birth_day, day
from cms.intake.cells.identity import mobile
from cms.intake.cells.text import choice, free, plain, up_to
from cms.intake.columns import ORDINAL, REMARK
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.people.imports import columns as shared
from cms.people.imports import origins, showing
from cms.people.imports import words as listed
from cms.people.imports.judging.volunteers import VolunteerJudge
from cms.people.imports.storing.volunteers import VolunteerStore
from cms.people.permissions import can_manage_people
from cms.places.imports import locations


class VolunteersSpec(ImportSpec):
    """A volunteer is a person with an appointment; who is on the roster already stays one person.

    Few lists know the numbers the platform goes by: a volunteer may have none.
    """

    kind = "volunteers"
    label = "普法志愿者名册"
    in_steps = True
    words = ("志愿者名", "志愿者登记", "志愿者花名", "志愿者信息")
    columns = (
        ORDINAL,
        shared.VOLUNTEER_NUMBER,
        shared.NAME.also("志愿者姓名", "人员姓名", "教师姓名", "队员姓名", "成员姓名", "宣讲员姓名"),
        shared.GENDER,
        Column("出生日期", birth_day, ("出生年月", "出生年月日", "出生时间", "生日", "出生")),
        shared.IDENTITY,
        shared.PHONE,
        replace(locations.TOWN, groups=True),
        replace(locations.COMMUNITY, groups=True),
        Column(
            "服务队伍",
            up_to(60, plain),
            ("队伍", "志愿队", "所属队伍", "服务队", "志愿服务队", "团队"),
            groups=True,
            looks=r"[\u4e00-\u9fff]{2,20}(?:志愿服务队|志愿队|宣讲[队团]|服务队|调解队|小分队)",
        ),
        Column("服务专长", up_to(200, free), ("专长", "特长", "个人特长", "服务特长", "服务意向")),
        Column("注册日期", day, ("注册时间", "登记日期", "登记时间", "加入日期", "加入时间")),
        Column(
            "同意公开信息",
            choice(listed.CONSENTS),
            ("同意公开", "是否同意公开", "是否同意公开信息", "公开信息", "是否公开"),
        ),
        Column("监护人姓名", up_to(60, plain), ("监护人", "家长姓名", "家长")),
        Column(
            "监护人电话",
            mobile,
            ("监护人手机", "监护人手机号", "监护人联系电话", "家长电话"),
            personal=True,
        ),
        shared.STATE.also("志愿者状态"),
        REMARK,
    )

    def may_import(self, user) -> bool:
        return can_manage_people(user)

    def telltale(self, values):
        return origins.telltale(values)

    def judge(self, rows, on) -> None:
        VolunteerJudge(rows, on).judge()

    def stored(self, records):
        return showing.persons(records, birth="出生日期", phone="手机号码")

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        return VolunteerStore(journal).store(rows)


register(VolunteersSpec())
