"""Proofs of service, as the public checks them and as those inside see them."""

import hmac
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cms.core.protected import mask_name
from cms.core.seats import typed_code
from cms.people.enums import CertificateStanding
from cms.people.queries import visible_appointments
from cms.volunteering.enums import ProofState
from cms.volunteering.models import ServiceProof
from cms.volunteering.models.proofs import verified_between


@dataclass(frozen=True)
class CheckedProof:
    """What the public check tells of a proof, and no more."""

    standing: CertificateStanding
    name: str
    starts_on: date
    ends_on: date
    hours: str
    times: int


def checked_proof(number: str, code: str) -> CheckedProof | None:
    """The proof of this number, for whoever has the code that is printed beside it.

    One whose records were corrected since it was given is valid no more.
    """
    wanted = "".join(number.split())
    if not wanted:
        return None
    proof = ServiceProof.objects.select_related("appointment__person").filter(number=wanted).first()
    if proof is None or not hmac.compare_digest(proof.check_code.encode(), typed_code(code).encode()):
        return None
    return CheckedProof(
        standing_of(proof),
        mask_name(proof.appointment.person.name),
        proof.starts_on,
        proof.ends_on,
        f"{proof.hours.normalize():f}",
        proof.times,
    )


def standing_of(proof: ServiceProof) -> CertificateStanding:
    if proof.state != ProofState.ISSUED:
        return CertificateStanding.WITHDRAWN
    return CertificateStanding.VALID if proof.is_true_still() else CertificateStanding.INVALID


def proofs_on_notice(user, on: date) -> QuerySet[ServiceProof]:
    """Those asked for whose internal notice runs, of the places that the account looks after.

    Each with `hours_by_now`: those of its `records` as they stand now.
    """
    appointments = visible_appointments(user).order_by().values("pk")
    running = ServiceProof.objects.filter(state=ProofState.REQUESTED, notice_until__gte=on)
    records = verified_between(OuterRef("appointment__person"), OuterRef("starts_on"), OuterRef("ends_on"))
    by_person = records.order_by().values("appointment__person")
    half_hours = Coalesce(Subquery(by_person.annotate(total=Sum("half_hours")).values("total")), 0)
    hours = ExpressionWrapper(half_hours * Decimal("0.5"), DecimalField(max_digits=9, decimal_places=1))
    return (
        running.filter(appointment__in=appointments)
        .annotate(hours_by_now=hours)
        .select_related("appointment__person", "appointment__community__parent")
    )
