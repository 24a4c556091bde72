"""Certificates given, given anew and withdrawn. A number is taken once, however many ask at once."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.tables import Table
from cms.core.writing import Action, anyone, locked, writing
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment, Certificate, CertificateScheme, IssueBatch
from cms.people.permissions import can_manage_people

# The numbers that are out keep the prefix they were given.
SCHEMES = Table(
    CertificateScheme,
    can_manage_people,
    writes=("role", "prefix", "digits", "validity_years", "issuer", "seal"),
)
ISSUE = Action[Appointment](
    "people.appointment.issue",
    _("发证"),
    can_manage_people,
    writes=("certificate_number", "certified_on"),
    when=lambda appointment: (
        appointment.state == AppointmentState.ACTIVE and appointment.role != AppointmentRole.VOLUNTEER
    ),
    otherwise=_("在册的法律明白人、法治带头人才能发证。"),
)
# Part of the step that asked for it.
NUMBER = Action[Certificate]("people.certificate.create", "", anyone)
WITHDRAW = Action[Certificate](
    "people.certificate.withdraw",
    _("撤销证书"),
    can_manage_people,
    writes=("withdrawn_on", "withdrawn_why"),
    when=lambda certificate: certificate.withdrawn_on is None,
    otherwise=_("这张证书已经撤销。"),
    reason=_("请写明撤销的原因。"),
)
REISSUE = Action[Certificate](
    "people.certificate.reissue",
    _("换发"),
    can_manage_people,
    writes=WITHDRAW.writes,
    when=WITHDRAW.when,
    otherwise=_("这张证书已经撤销，请在任用里重新发证。"),
    reason=_("请写明换发的原因，例如遗失、到期、姓名更正。"),
)


@transaction.atomic
def issue(
    appointment: Appointment, *, actor, seen: str | None = None, batch: IssueBatch | None = None
) -> Certificate:
    """Give the appointment a certificate of today, numbered by the scheme of its role."""
    with writing(appointment, ISSUE, actor=actor, seen=seen) as held:
        certificate = _numbered(held, timezone.localdate(), actor, batch)
        held.certificate_number, held.certified_on = certificate.number, certificate.issued_on
    return certificate


def withdraw(certificate: Certificate, *, reason: str, actor, seen: str | None = None) -> Certificate:
    """End it for a reason; the public check says so from now on."""
    with writing(certificate, WITHDRAW, actor=actor, seen=seen, reason=reason) as held:
        held.withdrawn_on, held.withdrawn_why = timezone.localdate(), reason.strip()[:200]
    return held


@transaction.atomic
def reissue(certificate: Certificate, *, reason: str, actor, seen: str | None = None) -> Certificate:
    """A new one with a number of its own in place of this one, which ends."""
    with writing(certificate, REISSUE, actor=actor, seen=seen, reason=reason) as held:
        held.withdrawn_on, held.withdrawn_why = timezone.localdate(), reason.strip()[:200]
    return issue(held.appointment, actor=actor)


def scheme_of(role: str) -> CertificateScheme:
    """How certificates of a role are numbered; RuleBroken where nobody has said so."""
    found = CertificateScheme.objects.filter(role=role).first()
    if found is None:
        told = _("还没有%(role)s的证书编号规则，请先在“证书编号规则”里设置。")
        raise RuleBroken(told % {"role": AppointmentRole(role).label})
    return found


def _numbered(appointment: Appointment, day: date, actor, batch: IssueBatch | None) -> Certificate:
    # Held until the end: whoever asks meanwhile waits, and counts from here.
    scheme = locked(scheme_of(appointment.role))
    sequence = _next_sequence(scheme, day.year)
    certificate = Certificate(
        appointment=appointment,
        batch=batch,
        scheme=scheme,
        year=day.year,
        sequence=sequence,
        number=scheme.number_of(day.year, sequence),
        issued_on=day,
        valid_until=scheme.valid_until(day),
    )
    with writing(certificate, NUMBER, actor=actor):
        return certificate


def _next_sequence(scheme: CertificateScheme, year: int) -> int:
    """One above the last; numbers that came in with rosters on paper are passed over."""
    taken = scheme.certificates.filter(year=year).aggregate(last=Max("sequence"))["last"] or 0
    sequence = taken + 1
    # Said once more that there is a number: by that alone the index of numbers is known to serve.
    numbered = Appointment.objects.exclude(certificate_number="")
    while numbered.filter(certificate_number=scheme.number_of(year, sequence)).exists():
        sequence += 1
    return sequence
