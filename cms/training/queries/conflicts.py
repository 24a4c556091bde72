"""What somebody has to look at after the door has closed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.people.enums import AppointmentState
from cms.people.models import Appointment
from cms.training.enums import VOID_PROBLEMS, AttendanceSource, ScanProblem, Way
from cms.training.models import Attendance, Scan, SignUp, TrainingSession
from cms.training.queries.crediting import stays_of


@dataclass(frozen=True)
class Conflict:
    """One thing that does not agree, in words; `person` is "" where the code is nobody's."""

    person: str
    code: str
    words: str


def conflicts(session: TrainingSession) -> list[Conflict]:
    """Every one, in the order in which the scans came in; twelve people seen twice are twelve."""
    scans = list(session.scans.select_related("sign_up__person").order_by("pk"))
    found = [(scan.pk, _of(scan, str(ScanProblem(scan.problem).label))) for scan in scans if scan.problem]
    by_person: dict[int, list[Scan]] = defaultdict(list)
    for scan in scans:
        if scan.sign_up and scan.problem not in VOID_PROBLEMS:
            by_person[scan.sign_up.person_id].append(scan)
    by_hand = set(
        session.attendances.filter(source=AttendanceSource.HAND, signed=False).values_list(
            "person", flat=True
        )
    )
    for person, own in by_person.items():
        found += _repeats(own)
        found += [(own[0].pk, _of(own[0], words)) for words in _standing(own[0].sign_up, person in by_hand)]
    return [conflict for _pk, conflict in sorted(found, key=lambda each: each[0])] + _without_service(session)


def _without_service(session: TrainingSession) -> list[Conflict]:
    """Volunteers who were there and have no hours: they served elsewhere at that time, or hardly came."""
    if not session.counts_as_service:
        return []
    volunteers = Appointment.objects.volunteers().filter(state=AppointmentState.ACTIVE)
    missing = session.attendances.attended().filter(service=None, person__in=volunteers.values("person"))
    words = str(_("到场了，没有记志愿服务时长：不满半小时，或者同一时间另有服务记录"))
    return [Conflict(str(each.person), "", words) for each in missing.select_related("person").order_by("pk")]


def _repeats(scans: list[Scan]) -> Iterator[tuple[int, Conflict]]:
    stays, idle = stays_of(scans)
    for scan in idle:
        told = {"at": f"{timezone.localtime(scan.at):%H:%M}"}
        if scan.way == Way.IN:
            yield scan.pk, _of(scan, _("%(at)s 又扫到一次，以先到的时间为准") % told)
        elif stays:
            yield scan.pk, _of(scan, _("%(at)s 又扫到离场，以先到的时间为准") % told)
        else:
            yield scan.pk, _of(scan, _("%(at)s 离场，没有扫到到场，学时记 0，请核对") % told)


def _standing(sign_up: SignUp | None, is_by_hand: bool) -> Iterator[str]:
    if is_by_hand:
        yield str(_("人工更正为没有到场，但扫到过"))
    if sign_up is None:
        return
    if sign_up.cancelled_at:
        yield str(_("报名已经取消，人到场了"))
    elif sign_up.waits:
        yield str(_("还在候补，人到场了"))


def _of(scan: Scan, words) -> Conflict:
    return Conflict(str(scan.sign_up.person) if scan.sign_up else "", scan.code, str(words))


def door_list(session: TrainingSession) -> list[tuple[SignUp, Attendance | None]]:
    """Who is expected, by name, each with what is known of them."""
    came = {each.person_id: each for each in session.attendances.all()}
    standing = session.sign_ups.standing().select_related("person").order_by("person__name", "pk")
    return [(each, came.get(each.person_id)) for each in standing]
