"""What stays of the exams of two records where both were one person."""

from typing import Any

from django.db.models import Max

from cms.exams.enums import SittingSource
from cms.exams.models import Admission, Sitting
from cms.people.services.merging.folding import Beside, settles
from cms.people.services.merging.settling import filling


@settles("exams.Admission")
def _admission(row: Admission, twin: Admission) -> dict[str, Any]:
    """Admitted twice is admitted once; the number that was told first goes on, where there is one."""
    return filling(row, twin, ("nomination", "code_fingerprint"))


@settles("exams.Sitting")
def _sitting(row: Sitting, twin: Sitting) -> Beside | None:
    """Each attempt stays one; the two that run at this moment wait until one is handed in."""
    if _runs(row) and any(map(_runs, twin.admission.sittings.all())):
        return None
    last = twin.admission.sittings.aggregate(last=Max("number"))["last"]
    return Beside({"number": last + 1})


def _runs(sitting: Sitting) -> bool:
    return sitting.finished_at is None and sitting.source == SittingSource.ONLINE
