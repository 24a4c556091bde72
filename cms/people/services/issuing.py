"""Certificates for many at once: asked for at the desk, made out in the background, one transaction each.

Killed and begun anew it goes on where it was: whoever has a certificate of the batch is done with. Begun
anew while it still runs, the two share the work, and the first to come to the end says how it went.
"""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import NotAllowed, RuleBroken
from cms.core.writing import Action, anyone, locked, writing
from cms.people.enums import AppointmentState
from cms.people.models import Appointment, Certificate, IssueBatch
from cms.people.permissions import can_manage_people
from cms.people.services.certificates import issue, scheme_of
from cms.places.models import Place

# Pages enough for a morning of printing.
MOST = 1000
BEGIN = Action[IssueBatch]("people.issuebatch.create", _("批量发证"), can_manage_people)
RESUME = Action[IssueBatch](
    "people.issuebatch.resume",
    _("继续办理"),
    can_manage_people,
    when=lambda batch: batch.finished_at is None,
    otherwise=_("这一批已经办完。"),
)
FINISH = Action[IssueBatch](
    "people.issuebatch.finish",
    _("办完一批"),
    anyone,
    writes=("refused", "finished_at"),
    when=RESUME.when,
    otherwise=RESUME.otherwise,
)
# Sent with `batch` when one is to be worked on.
wanted = Signal()


@transaction.atomic
def begin_batch(*, role: str, town: Place | None, actor) -> IssueBatch:
    """Have everybody certified who serves in the role and has no certificate; RuleBroken where nobody is."""
    batch = IssueBatch(role=role, town=town, by=actor)
    with writing(batch, BEGIN, actor=actor):
        scheme_of(role)
        found = Appointment.objects.filter(role=role, state=AppointmentState.ACTIVE)
        found = found.exclude(certificates__in=Certificate.objects.filter(withdrawn_on=None))
        if town:
            found = found.filter(community__parent=town)
        batch.waiting = list(found.order_by("community", "pk").values_list("pk", flat=True)[:MOST])
        if not batch.waiting:
            raise RuleBroken(_("没有在册而未发证的人，不必发证。"))
    wanted.send(IssueBatch, batch=batch)
    return batch


@transaction.atomic
def resume_batch(batch: IssueBatch, *, actor, seen: str | None = None) -> IssueBatch:
    """Have it worked on again, after the background work broke off."""
    with writing(batch, RESUME, actor=actor, seen=seen, total=len(batch.waiting)) as held:
        wanted.send(IssueBatch, batch=held)
    return held


def work_on(batch: IssueBatch) -> None:
    """Certify whoever of the batch is not certified yet; who cannot be is noted with the reason."""
    if batch.finished_at:
        return
    done = set(batch.certificates.values_list("appointment", flat=True))
    refused: list[list] = []
    for key in batch.waiting:
        if key in done:
            continue
        appointment = Appointment.objects.filter(pk=key).first()
        if appointment is None:
            refused.append([key, str(_("这项任用已不在名册。"))])
            continue
        try:
            issue(appointment, actor=batch.by, batch=batch)
        except (RuleBroken, NotAllowed) as error:
            refused.append([key, " ".join(error.messages)])
    _finish(batch, refused)


@transaction.atomic
def _finish(batch: IssueBatch, refused: list[list]) -> None:
    """Whoever another run certified meanwhile was refused here only for having a certificate."""
    batch = locked(batch)
    if batch.finished_at:
        return
    certified = set(batch.certificates.values_list("appointment", flat=True))
    with writing(batch, FINISH, actor=batch.by) as held:
        held.refused = [[key, why] for key, why in refused if key not in certified]
        held.finished_at = timezone.now()
