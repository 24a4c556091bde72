"""What the door saw becomes attendance: each person once, whatever is sent, however often, in any order."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken, require
from cms.core.seats import typed_code
from cms.core.writing import Action, anyone, writing
from cms.people.models import Person
from cms.people.permissions import is_own_person
from cms.training.enums import VOID_PROBLEMS, AttendanceSource, ScanProblem, Way
from cms.training.models import Attendance, Scan, TrainingSession, TrainingSetting
from cms.training.models.scans import LONGEST_CODE, LONGEST_TOKEN
from cms.training.permissions import keeps_the_door
from cms.training.queries.crediting import Stay, hours_earned, stays_of
from cms.training.services.attending import settled
from search.chinese.dates import chinese_date

NOT_YOURS = _("这次培训的签到由普法办、场地所在的街镇居村和主办单位负责。")
NOT_ONESELF = _("不能给自己签到，请另一位同事签。")
CALLED_OFF = _("这次培训已经取消，不能签到。")
# Clocks that agree so well are right.
SLACK = datetime.timedelta(minutes=2)
KEEP = Action[Scan]("training.scan.create", "", anyone)
SIGN_IN = Action[Attendance](
    "training.attendance.sign",
    _("扫码签到"),
    anyone,
    writes=("signed", "arrived_at", "left_at", "hours", "source"),
)


@dataclass(frozen=True)
class Seen:
    """One code as a device saw it: `token` names the scan, `at` is by the clock of the device.

    `offset` is how far that clock was behind ours when the device was last in touch before, where it knows.
    """

    token: str
    code: str
    way: str
    at: datetime.datetime
    offset: datetime.timedelta | None = None


@transaction.atomic
def take_scans(
    session: TrainingSession,
    seen: Iterable[Seen],
    *,
    device: str,
    device_now: datetime.datetime,
    actor,
    now: datetime.datetime | None = None,
) -> list[Scan]:
    """Take in what a device kept; returns the scan of each, in the same order. Safe to repeat.

    `device_now` is what the clock of the device said when it sent them: by it a wrong clock is put right.
    Where the clock was moved meanwhile, nobody knows when something was seen. What somebody scanned of
    themselves, or came in before the first day, is kept, and nobody has come by it. One device at a time: the
    session is held. RuleBroken where the session is called off.
    """
    now = now or timezone.now()
    require(keeps_the_door(actor, session), NOT_YOURS)
    held = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if held.is_cancelled:
        raise RuleBroken(CALLED_OFF)
    codes = {each.code: each for each in held.sign_ups.select_related("person__membership")}
    earlier = list(held.scans.filter(device=device))
    known = {scan.digest: scan for scan in earlier}
    tokens = {scan.token for scan in earlier}
    offset = now - device_now
    found, touched = [], {}
    for each in seen:
        digest = _digest(device, each)
        if digest not in known:
            scan = known[digest] = _scan(held, each, device, digest)
            scan.sign_up, scan.taken_by = codes.get(scan.code), actor
            if each.offset is None or abs(offset - each.offset) <= SLACK:
                scan.at = _true_time(held, each.at + offset, now)
            scan.problem = _problem(scan, tokens, actor, is_early=_is_before(held, now))
            with writing(scan, KEEP, actor=actor):
                pass
            tokens.add(scan.token)
            if scan.sign_up and scan.problem not in VOID_PROBLEMS:
                touched[scan.sign_up.person_id] = scan.sign_up.person
        found.append(known[digest])
    changed = [settle(held, person, actor=actor) for person in touched.values()]
    if changed:
        settled.send(TrainingSession, session=held, attendances=changed, actor=actor)
    return found


def check_in(session: TrainingSession, code: str, way: str, *, actor) -> Scan:
    """One code typed into a page of ours, now. RuleBroken for one that is nobody's, or one's own, and before
    the first day.
    """
    now = timezone.now()
    held = session.sign_ups.filter(code=typed_code(code)).select_related("person__membership").first()
    if held is None:
        raise RuleBroken({"code": ScanProblem.UNKNOWN.label})
    if is_own_person(actor, held.person):
        raise RuleBroken({"code": NOT_ONESELF})
    if _is_before(session, now):
        raise RuleBroken(_("培训还没有开始，%s当天才能签到。") % chinese_date(session.starts_on))
    seen = Seen(uuid.uuid4().hex, code, way, now)
    (scan,) = take_scans(session, [seen], device="page", device_now=now, actor=actor, now=now)
    return scan


def settle(session: TrainingSession, person: Person, *, actor) -> Attendance:
    """Bring the attendance of a person in line with all that was scanned; the caller holds the session.

    What was corrected by hand stays. What a signed list said stays too, and only learns the times.
    """
    scans = list(Scan.objects.counted().filter(session=session, sign_up__person=person))
    attendance = Attendance.objects.filter(session=session, person=person).first()
    if attendance is None:
        attendance = Attendance(session=session, person=person, signed=False, source=AttendanceSource.DOOR)
    if attendance.source == AttendanceSource.HAND or not scans:
        return attendance
    stays, _idle = stays_of(scans)
    with writing(attendance, SIGN_IN, actor=actor) as held:
        is_on_paper = held.source == AttendanceSource.LIST and held.signed
        if stays:
            first = stays[0].came
            held.arrived_at = (held.arrived_at or first) if is_on_paper else first
            held.left_at = stays[-1].left
        if not is_on_paper:
            held.signed, held.source = True, AttendanceSource.DOOR
            held.hours = hours_earned(session, stays or _there(session, scans), _grace())
    return held


def _there(session: TrainingSession, scans: list[Scan]) -> list[Stay]:
    """Who was seen at a time that nobody knows was there all day; who was only seen to leave, not at all."""
    return [Stay(session.starts_on)] if any(scan.at is None and scan.way == Way.IN for scan in scans) else []


def _grace() -> int:
    return TrainingSetting.load().grace_minutes


def _scan(session: TrainingSession, each: Seen, device: str, digest: str) -> Scan:
    return Scan(
        session=session,
        code=_kept(each.code) or "?",
        way=each.way,
        device=device[:LONGEST_TOKEN],
        token=each.token[:LONGEST_TOKEN],
        digest=digest,
        told_at=each.at,
    )


def _is_before(session: TrainingSession, now: datetime.datetime) -> bool:
    return timezone.localdate(now) < session.starts_on


def _problem(scan: Scan, tokens: set[str], actor, *, is_early: bool) -> str:
    if scan.token in tokens:
        return ScanProblem.REWRITTEN
    if scan.sign_up is None:
        return ScanProblem.UNKNOWN
    if is_own_person(actor, scan.sign_up.person):
        return ScanProblem.OWN
    if is_early:
        return ScanProblem.EARLY
    return "" if scan.at else ScanProblem.CLOCK


def _true_time(
    session: TrainingSession, at: datetime.datetime, now: datetime.datetime
) -> datetime.datetime | None:
    """The moment, if it can be meant: on a day of the session, and not after now."""
    day = timezone.localdate(at)
    if at > now + SLACK or not session.starts_on <= day <= session.ends_on:
        return None
    return min(at, now)


def _digest(device: str, each: Seen) -> str:
    told = "|".join((device, each.token, _kept(each.code), each.way, each.at.isoformat()))
    return hashlib.sha256(told.encode()).hexdigest()


def _kept(code: str) -> str:
    """As much of a code that was scanned as there is room for."""
    return typed_code(code)[:LONGEST_CODE]
