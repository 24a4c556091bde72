"""Stores judged rows of a roster."""

from decimal import Decimal

from cms.intake.spec import Row
from cms.people.enums import ENDED, IN_ROSTER
from cms.people.imports.judging.roster import ROSTER
from cms.people.imports.storing.registers import RegisterStore, day_of
from cms.people.models import Person

_PERSON_FIELDS = {
    "性别": "gender",
    "出生年月": "birth",
    "民族": "ethnicity",
    "政治面貌": "political_status",
    "文化程度": "education",
    "特长": "skills",
    "联系电话": "phone",
}
_APPOINTMENT_FIELDS = {
    "人员类别": "category",
    "推荐方式": "nominated_by",
    "培训情况": "training",
    "证书编号": "certificate_number",
    "备注": "remark",
}


class RosterStore(RegisterStore):
    form = ROSTER
    # Nor is anybody moved out of the roster unheard.
    decided = (*ENDED, *IN_ROSTER)

    def person_values(self, row: Row, person: Person) -> dict:
        given = {field: row.values.get(column) for column, field in _PERSON_FIELDS.items()}
        if self.keep_numbers:
            given["identity_number"] = row.values.get("身份证号")
        return given

    def appointment_values(self, row: Row, person: Person) -> dict:
        score = row.values.get("考核成绩")
        return {
            **{field: row.values.get(column) for column, field in _APPOINTMENT_FIELDS.items()},
            "score": None if score is None else Decimal(str(score)),
            "certified_on": day_of(row.values.get("发证日期")),
        }
