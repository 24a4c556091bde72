"""Judges a log of service by the rules of 志愿服务记录与证明出具办法."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from cms.intake.cells.text import as_text
from cms.intake.cells.times import MINUTES_A_DAY, minutes_of, on_the_next_day, past_midnight
from cms.intake.spec import Other, Row, Verdict
from cms.people.imports.finding import VolunteerFinder
from cms.people.models import Appointment, ServiceRecord

# Service that begins then was rarely given then: 2:00 is how many write 14:00.
SMALL_HOURS = "01:00", "06:00"
_MARKS = re.compile(r"[\W_]")


@dataclass(frozen=True)
class Service:
    """When somebody was where: of a row or of a stored record. Times are minutes, past midnights too."""

    person: int
    date: str
    start: int
    end: int
    activity: str

    def overlaps(self, other: "Service") -> bool:
        return self.start < other.end and other.start < self.end

    def repeats(self, other: "Service") -> bool:
        """Whether both are one service, written down twice."""
        return self.activity == other.activity and self.overlaps(other)


class ServiceJudge:
    """Judges all rows of one file together and against the stored records."""

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.finder = VolunteerFinder(row.values for row in rows)

    def judge(self) -> None:
        services: list[tuple[Row, Service]] = []
        for row in self.rows:
            volunteer = self._judge_person(row)
            if not row.values.get("活动名称"):
                row.find("title_missing", "活动名称", "没有活动名称，请补填")
            _judge_times(row)
            _judge_hours(row)
            _judge_recorder(row)
            service = _service_of(row, volunteer) if volunteer else None
            if service:
                services.append((row, service))
        self._judge_repeats(services)

    def _judge_person(self, row: Row) -> Appointment | None:
        values = row.values
        found = self.finder.find(values)
        if found:
            values["志愿者编号"] = found.volunteer_number
            return found
        name, number = values.get("姓名"), values.get("志愿者编号")
        choices = self.finder.numbers_of(name)
        holder = self.finder.numbered(number)
        if holder:
            message = f"编号{number}是{holder.person.name}的，与姓名“{name}”不符，请核对"
            row.find("person_mismatch", "志愿者编号", message, choices=choices)
        elif number:
            row.find("person_unknown", "志愿者编号", f"志愿者名册中没有编号{number}，请核对", choices=choices)
        elif values.get("手机号码") and choices:
            message = f"名册中的“{name}”不是这个手机号，请核对后填志愿者编号"
            row.find("person_unknown", "志愿者编号", message, choices=choices)
        elif choices:
            message = "没有编号，同名的人不能认定是本人，请填编号"
            row.find("person_unknown", "志愿者编号", message, choices=choices)
        elif name:
            row.find("person_unknown", "姓名", f"志愿者名册中没有“{name}”，请先登记或核对")
        return None

    def _judge_repeats(self, services: list[tuple[Row, Service]]) -> None:
        days: dict[tuple, list[tuple[Row, Service]]] = defaultdict(list)
        for row, service in services:
            days[service.person, service.date].append((row, service))
        stored = _stored_on(days)
        told = {day: self._judge_copies(group, stored.get(day, [])) for day, group in days.items()}
        others = {
            day: [service for record, service in held if not _is_own(record, days.get(day, []))]
            for day, held in stored.items()
        }
        for day, (_, single) in told.items():
            near = _with_neighbours(*day)
            heads = [head for each in near if each in told for head in told[each][0]]
            _judge_overlaps(single, heads, [held for each in near for held in others.get(each, [])])

    def _judge_copies(self, group, held) -> tuple[list[tuple[Row, Service]], list[tuple[Row, Service]]]:
        """Note what repeats an earlier row or a record of another table.

        Returns the services the table tells of, each once, and those of them that nobody has told before.
        What a table says of itself does not depend on what else is stored: sent again it says the same.
        """
        heads: list[tuple[Row, Service]] = []
        single: list[tuple[Row, Service]] = []
        for row, service in group:
            twin = next((earlier for earlier, other in heads if other.repeats(service)), None)
            copies = [record for record, other in held if other.repeats(service)]
            copy = next((record for record in copies if record.ledger != row.ledger), None)
            if twin:
                other = Other(f"第{twin.number}行", row=(twin.sheet, twin.number))
                row.find(
                    "dup_record", "活动名称", f"与第{twin.number}行是同一次服务，只计一次，请确认", other
                )
            elif copy:
                other = Other(f"已有的服务记录（{copy.activity}）", record=copy.pk)
                row.find("dup_record", "活动名称", "这次服务已在另一份表中记录过，只计一次，请确认", other)
            # Who says it was another service has to say when: nobody is at two places at a time.
            apart = row.verdict is Verdict.APART
            if apart or not twin:
                heads.append((row, service))
            if apart or not (twin or copy):
                single.append((row, service))
        return heads, single


def _judge_times(row: Row) -> None:
    values = row.values
    both = values.get("起止时间")
    if both and not values.get("开始时间"):
        values["开始时间"], values["结束时间"] = both
    start, end = values.get("开始时间"), values.get("结束时间")
    if not values.get("服务日期") and not {"date_vague", "date_unclear", "future_date"} & set(row.codes):
        row.find("date_missing", "服务日期", "没有服务日期，请补填")
    if (not start or not end) and "time_unclear" not in row.codes:
        row.find(
            "time_missing", "开始时间" if not start else "结束时间", "没有起止时间，不能核对时长，请补填"
        )
    if start and end and minutes_of(end) > minutes_of(start) + MINUTES_A_DAY:
        row.find("time_unclear", "结束时间", f"{start} 至 {end} 超过一天，请核对")
    if start and SMALL_HOURS[0] <= start < SMALL_HOURS[1] and not _says_when(row):
        row.find("time_unclear", "开始时间", f"{start} 是凌晨，是不是下午？请核对后再填一次，如 14:00")
    if start and end and past_midnight(start, end):
        row.find("time_text", "结束时间", f"“{end}”读作次日")
        values["结束时间"] = end = on_the_next_day(end)
    if start and end and end <= start:
        row.find("end_before_start", "结束时间", f"{end} 不晚于开始时间 {start}，请核对")


def _says_when(row: Row) -> bool:
    """Whether somebody said that the small hours are meant."""
    written = "".join(as_text(row.raw.get(name)) for name in ("开始时间", "起止时间"))
    return "开始时间" in row.decision.values or any(word in written for word in ("凌晨", "早", "上午"))


def _judge_hours(row: Row) -> None:
    values = row.values
    hours, start, end = values.get("服务时长"), values.get("开始时间"), values.get("结束时间")
    if hours is None:
        if not any(code.startswith("hours_") for code in row.codes):
            row.find("hours_missing", "服务时长", "没有服务时长，请补填")
    elif start and end and end > start and hours * 60 > minutes_of(end) - minutes_of(start):
        row.find("hours_gt_duration", "服务时长", f"{hours:g} 小时超过 {start}–{end} 的长度，请核对")


def _judge_recorder(row: Row) -> None:
    recorder = re.sub(r"\s", "", row.values.get("记录人") or "")
    row.values["记录人"] = recorder or None
    if not recorder:
        row.find("recorder_missing", "记录人", "没有记录人，请补填")
    elif recorder == row.values.get("姓名"):
        row.find("recorder_self", "记录人", "记录人就是服务者本人，须由他人记录")


def _service_of(row: Row, volunteer: Appointment) -> Service | None:
    values = row.values
    day, start, end = values.get("服务日期"), values.get("开始时间"), values.get("结束时间")
    if not (day and start and end and start < end):
        return None
    activity = folded(values.get("活动名称") or "")
    midnight = _midnight(date.fromisoformat(day))
    begins, ends = midnight + minutes_of(start), midnight + minutes_of(end)
    return Service(volunteer.person_id, day, begins, ends, activity)


def _midnight(day: date) -> int:
    return day.toordinal() * MINUTES_A_DAY


def _with_neighbours(person: int, day: str) -> list[tuple[int, str]]:
    """A person's day with those before and after: service may go on past midnight."""
    middle = date.fromisoformat(day)
    return [(person, (middle + timedelta(days=each)).isoformat()) for each in (-1, 0, 1)]


def _stored_on(days) -> dict[tuple, list[tuple[ServiceRecord, Service]]]:
    """The stored records of these people on these days and their neighbours."""
    found = defaultdict(list)
    near = {day for each in days for _, day in _with_neighbours(*each)}
    records = ServiceRecord.objects.filter(
        appointment__person__in={person for person, _ in days},
        date__in={date.fromisoformat(day) for day in near},
    ).select_related("appointment")
    for record in records:
        key = (record.appointment.person_id, record.date.isoformat())
        start = _begin_of(record)
        found[key].append((record, Service(*key, start, start + record.minutes, folded(record.activity))))
    return found


def _begin_of(record: ServiceRecord) -> int:
    return _midnight(record.date) + record.start.hour * 60 + record.start.minute


def _is_own(record: ServiceRecord, group: list[tuple[Row, Service]]) -> bool:
    """Whether a stored record is one of these rows, from the same table sent before."""
    start = _begin_of(record)
    return any(
        record.ledger and record.ledger == row.ledger
        and (service.start == start or service.activity == folded(record.activity))
        for row, service in group
    )  # fmt: skip


def _judge_overlaps(group, told: list[tuple[Row, Service]], stored: list[Service]) -> None:
    """Note which rows of `group` are at odds with what else the table tells, or with what is stored."""
    for row, service in group:
        clashing = [other for other, held in told if other is not row and held.overlaps(service)]
        if clashing:
            named = "、".join(f"第{other.number}行" for other in clashing)
            row.find("overlap", "开始时间", f"与{named}的服务时间重叠，请核对")
        elif any(held.overlaps(service) for held in stored):
            row.find("overlap", "开始时间", "与已有的服务记录时间重叠，请核对")


def folded(activity: str) -> str:
    """The name of an activity without marks: 民法典宣讲（第一场） and 民法典宣讲 第一场 are one."""
    return _MARKS.sub("", activity).lower()
