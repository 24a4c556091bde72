"""A co-host says whether it took part, and which of its own duties that served."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency
from cms.core.writing import Action, locked, writing
from cms.duties.models import ActivityRecord, CoHostAnswer, DutyItem
from cms.duties.permissions import acts_for_an_agency, can_answer_as_co_host
from cms.duties.services.activities import owed

ANSWER = Action[CoHostAnswer](
    "duties.cohostanswer.answer",
    _("答复协办"),
    acts_for_an_agency,
    writes=("is_confirmed", "items", "reason", "answered_by"),
    of=can_answer_as_co_host,
    refusal=_("这条记录没有把您的单位列为协办，或者还没有提交。"),
)


@transaction.atomic
def answer_as_co_host(
    activity: ActivityRecord,
    agency: Agency,
    *,
    actor,
    is_confirmed: bool,
    items: Iterable[DutyItem] = (),
    reason: str = "",
) -> CoHostAnswer:
    """Confirm the part of `agency`, for the duties it names, or decline it. May be said anew."""
    held = locked(activity)
    known = CoHostAnswer.objects.filter(activity=held, agency=agency).first()
    answer = known or CoHostAnswer(activity=held, agency=agency)
    served = owed(agency, items) if is_confirmed else []
    with writing(answer, ANSWER, actor=actor, relations={"items": served}) as given:
        given.is_confirmed, given.reason, given.answered_by = is_confirmed, reason.strip(), actor
    return given
