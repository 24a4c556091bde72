"""Reads of exams as they are taken. The moment is passed in."""

from datetime import datetime

from django.db.models import QuerySet

from cms.core.protected import fingerprint
from cms.core.seats import typed_code
from cms.exams.enums import ExamState, SittingSource
from cms.exams.models import Admission, Exam, Sitting
from cms.exams.queries.answering import Asked, field_name, put
from cms.people.enums import NominationState
from cms.people.models import Nomination, Person

# What a number of admission is hashed for.
CODE_PURPOSE = "exams.admission"


def admission_by(code: str) -> Admission | None:
    """Whose number it is, however it was typed; None while the exam is being prepared."""
    wanted = typed_code(code)
    if not wanted:
        return None
    found = Admission.objects.filter(code_fingerprint=fingerprint(wanted, CODE_PURPOSE))
    return found.exclude(exam__state=ExamState.DRAFT).select_related("exam", "person").first()


def admissions_of(user) -> QuerySet[Admission]:
    """The exams to which the person of an account is admitted, the newest first."""
    found = Admission.objects.filter(person__membership__user=user.pk).exclude(exam__state=ExamState.DRAFT)
    return found.select_related("exam", "person").order_by("-exam__opens_at")


def exams_to_take(user, now: datetime) -> list[Admission]:
    """Those of `admissions_of` that may be begun or gone on with, now or later."""
    found = admissions_of(user).filter(exam__state=ExamState.OPEN, exam__closes_at__gt=now)
    return [each for each in found.prefetch_related("sittings") if _is_running(each) or attempts_left(each)]


def _is_running(admission: Admission) -> bool:
    return any(each.finished_at is None and is_online(each) for each in admission.sittings.all())


def running_sitting(admission: Admission) -> Sitting | None:
    return admission.sittings.running().select_related("admission__exam").first()


def last_sitting(admission: Admission) -> Sitting | None:
    """The last attempt that has ended."""
    found = admission.sittings.exclude(score=None).select_related("admission__exam")
    return found.order_by("-number").first()


def attempts_left(admission: Admission) -> int:
    """How often the exam may still be begun; none once it is passed."""
    sittings = admission.sittings.all()
    if any(each.has_passed for each in sittings):
        return 0
    return max(admission.exam.attempts - len(sittings), 0)


def overdue_sittings(now: datetime) -> QuerySet[Sitting]:
    """Sittings whose time is over and that nobody handed in."""
    return Sitting.objects.running().filter(ends_at__lt=now).order_by("pk")


def asked_in(sitting: Sitting) -> list[Asked]:
    """The questions of a sitting with what has been answered. Queries: five at most."""
    items = list(sitting.items.select_related("question"))
    said = {
        field_name(item.question, place): letters
        for item in items
        for place, letters in enumerate(item.chosen)
    }
    return put([item.question for item in items], said)


def sittings_to_see() -> QuerySet[Sitting]:
    return Sitting.objects.select_related("admission__person", "admission__exam", "admission__nomination")


def is_online(sitting: Sitting) -> bool:
    return sitting.source == SittingSource.ONLINE


def nominations_to_examine(exam: Exam) -> QuerySet[Nomination]:
    """Those whose exam is due and who are not admitted to this one yet."""
    due = Nomination.objects.filter(state=NominationState.EXAM)
    waiting = due.exclude(person__exam_admissions__exam=exam)
    return waiting.select_related("person", "community").order_by("community", "person__name")


def due_nomination(person: Person) -> Nomination | None:
    """The nomination of a person that waits for its exam, where there is just one."""
    found = list(person.nominations.filter(state=NominationState.EXAM)[:2])
    return found[0] if len(found) == 1 else None
