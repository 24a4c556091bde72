"""Judges a roster of law-literate persons."""

from cms.people.enums import AppointmentRole
from cms.people.imports.judging.registers import RegisterJudge
from cms.people.imports.matching import Form

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
