"""Judges a register of volunteers: who also stands on the roster, who is a minor, who may be shown."""

from datetime import date

from cms.intake.spec import Other, Row
from cms.people.enums import ENDED, AppointmentRole
from cms.people.imports.judging.registers import RegisterJudge
from cms.people.imports.matching import Form, Match
from cms.people.imports.origins import roster_rows
from cms.people.models import Person, is_minor

VOLUNTEERS = Form(
    role=AppointmentRole.VOLUNTEER,
    phone="手机号码",
    birth="出生日期",
    badge="志愿者编号",
    badge_field="volunteer_number",
)


class VolunteerJudge(RegisterJudge):
    """`roster` of a row says which row of the roster is the same human being, and by what."""

    form = VOLUNTEERS
    duplicate = taken = "number_duplicate"
    needs_community = False

    def __init__(self, rows: list[Row], on: date):
        super().__init__(rows)
        self.on = on
        self.on_roster: list[tuple[Row, Person, str]] = []

    def judge(self) -> None:
        for row in self.rows:
            self._judge_guardian(row)
            self._judge_consent(row)
        super().judge()
        origins = roster_rows(person.pk for _, person, _ in self.on_roster)
        for row, person, by in self.on_roster:
            row.values["roster"] = {"row": origins.get(person.pk), "by": by}

    def _matched(self, row: Row, match: Match) -> None:
        self._note_roster(row, match.person, match.by)
        number = row.values.get("志愿者编号")
        held = next((item for item in _standing(match.person) if item.volunteer_number), None)
        if number and held and held.volunteer_number != number:
            other = Other(f"已登记的{match.person.name}（{held.volunteer_number}）", record=match.person.pk)
            message = f"此人已登记为志愿者{held.volunteer_number}，请确认是否同一人"
            row.find("dup_person", "姓名", message, other)

    def _resembles(self, row: Row, alike: Person) -> None:
        self._note_roster(row, alike, "name+birth")

    def _note_roster(self, row: Row, person: Person, by: str) -> None:
        if any(item.role != AppointmentRole.VOLUNTEER for item in person.appointments.all()):
            self.on_roster.append((row, person, by))

    def _judge_guardian(self, row: Row) -> None:
        if not is_minor(row.values.get("出生日期"), self.on):
            return
        if not row.values.get("监护人姓名"):
            row.find("minor_no_guardian", "监护人姓名", "未满18周岁，须填监护人姓名和电话")
        if row.values.get("同意公开信息") == "是":
            message = "未成年人的信息须监护人同意才可公开；没有取得的请改填“否”"
            row.find("minor_consent", "同意公开信息", message)

    def _judge_consent(self, row: Row) -> None:
        """Asked and not answered is no: nobody is shown without having agreed."""
        asked = "同意公开信息" in row.raw or "同意公开信息" in row.decision.values
        if asked and row.values["同意公开信息"] is None:
            row.values["同意公开信息"] = "否"
            if "value_unknown" not in row.codes:
                row.find("consent_blank", "同意公开信息", "没有填，按不同意公开处理")


def _standing(person: Person):
    volunteers = (item for item in person.appointments.all() if item.role == AppointmentRole.VOLUNTEER)
    return [item for item in volunteers if item.state not in ENDED]
