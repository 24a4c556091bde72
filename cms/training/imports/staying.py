"""What a row on paper tells of when somebody came and left, and the hours that follow by rule."""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal

from cms.intake.spec import Row
from cms.people.models import Person
from cms.training.enums import AttendanceSource
from cms.training.imports.titles import SessionFacts
from cms.training.models import Attendance, TrainingSession, TrainingSetting
from cms.training.queries.crediting import Stay, hours_earned
from search.chinese.folding import folded

_ABSENT = {
    "",
    "×",
    "✗",
    "✘",
    "x",
    "缺席",
    "缺勤",
    "未到",
    "未签",
    "未签到",
    "请假",
    "旷课",
    "否",
    "无",
    "/",
    "-",
    "—",
}


def session_of(row: Row) -> tuple[str, str]:
    """The title and the first day of the training a row belongs to, as far as they are known."""
    return row.values.get("培训名称") or "", row.values.get("培训日期") or ""


def has_signed(values: dict) -> bool:
    """Whether a sign stands for the person, whoever made it."""
    return folded(values.get("签到")) not in _ABSENT


def moment(text: str | None) -> time | None:
    """The time of a cell that holds HH:MM or nothing."""
    return time.fromisoformat(text) if text else None


class StayJudge:
    """Knows the trainings that the rows name and who is on record there already; asks once for the file."""

    def __init__(self, rows: Iterable[Row]):
        wanted = {session_of(row) for row in rows}
        found = TrainingSession.objects.filter(title__in={title for title, _day in wanted})
        self.held = {(each.title, each.starts_on.isoformat()): each for each in found.order_by("-pk")}
        self.grace = TrainingSetting.load().grace_minutes
        better = Attendance.objects.exclude(source=AttendanceSource.LIST)
        self.known = {
            (each.session_id, each.person_id): each
            for each in better.filter(
                session__in=[each.pk for key, each in self.held.items() if key in wanted]
            )
        }

    def judge_hours(self, row: Row, facts: SessionFacts) -> None:
        """Fill in the hours where they are blank, and ask where they are more than they can be."""
        values = row.values
        hours, session = values.get("学时"), self.held.get(session_of(row))
        if not has_signed(values):
            values["学时"] = None
            return
        came, left = moment(values.get("到场时间")), moment(values.get("离场时间"))
        if came and left and left <= came:
            row.find("end_before_start", "离场时间", f"{left:%H:%M} 离场，不晚于到场的 {came:%H:%M}，请核对")
            came = left = None
        whole = facts.hours or (float(session.hours) if session and session.hours else None)
        stayed = self._stayed(session, whole, came, left)
        if whole and hours and hours > whole:
            row.find("hours_gt_duration", "学时", f"{hours:g} 学时超过这次培训的 {whole:g} 学时，请核对")
        elif hours and stayed is not None and hours > stayed:
            told = f"{_times(came, left)}，按规则计 {stayed:g} 学时，表上是 {hours:g}；确认后照表计"
            row.find("hours_gt_stay", "学时", told)
        elif hours is None and not any(code.startswith("hours_") for code in row.codes):
            self._fill(row, whole, stayed, _times(came, left))

    def judge_record(self, row: Row, person: Person) -> None:
        """Say where the door, or whoever put it right, knows otherwise: the paper changes nothing there."""
        session = self.held.get(session_of(row))
        known = self.known.get((session.pk, person.pk)) if session else None
        if known is None:
            return
        said = float(row.values.get("学时") or 0) if has_signed(row.values) else None
        stands = float(known.hours) if known.signed else None
        if said != stands:
            record = "没有到场" if stands is None else f"到场，{stands:g} 学时"
            told = f"{known.get_source_display()}的记录是{record}，以它为准，表上的没有写入"
            row.find("reviewed_already", "签到", told)

    def _stayed(
        self, session: TrainingSession | None, whole: float | None, came: time | None, left: time | None
    ) -> float | None:
        """The hours by rule; None where no time is told, or the training has no hours of the day to hold
        it against, or has several days and the row one time."""
        if session is None or not whole or not (came or left) or session.days != 1:
            return None
        if not session.begins or not session.finishes:
            return None
        session.hours = Decimal(str(whole))
        return float(hours_earned(session, [Stay(session.starts_on, came, left)], self.grace))

    @staticmethod
    def _fill(row: Row, whole: float | None, stayed: float | None, times: str) -> None:
        if stayed is not None and whole and stayed < whole:
            row.values["学时"] = stayed
            row.find("hours_by_rule", "学时", f"{times}，按规则计 {stayed:g} 学时")
        elif whole:
            row.values["学时"] = whole
        else:
            row.find("hours_missing", "学时", "没有学时，请补填")


def _times(came: time | None, left: time | None) -> str:
    told = [f"{each:%H:%M} {what}" for each, what in ((came, "到场"), (left, "离场")) if each]
    return "、".join(told)
