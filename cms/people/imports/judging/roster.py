"""Judges a roster of law-literate persons."""

from cms.intake.spec import Row
from cms.people.enums import ENDED, IN_ROSTER, AppointmentRole
from cms.people.imports.judging.registers import RegisterJudge
from cms.people.imports.matching import Form, Match

ROSTER = Form(
    role=AppointmentRole.LITERATE,
    phone="联系电话",
    birth="出生年月",
    badge="证书编号",
    badge_field="certificate_number",
)


class RosterJudge(RegisterJudge):
    form = ROSTER
    duplicate = "cert_duplicate"
    taken = "cert_conflict"

    def _matched(self, row: Row, match: Match) -> None:
        """Whoever stands in the roster stays as they are: a table does not suspend or remove anybody."""
        place, wanted = row.values.get("所属居村"), row.values.get("状态")
        for held in match.person.appointments.all():
            stands = held.role == self.form.role and held.state in (*IN_ROSTER, *ENDED)
            if stands and held.community.name == place and wanted not in (None, held.get_state_display()):
                told = "名册中是“{}”，不随表改：由街镇建议、听取本人意见后决定，恢复在任用页面办理"
                row.find("state_decided", "状态", told.format(held.get_state_display()))
