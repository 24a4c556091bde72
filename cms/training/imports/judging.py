"""Judges lists of who came: which training, which person, whether they signed themselves."""

from collections import Counter
from datetime import date

from cms.intake.cells.dates import read_parts
from cms.intake.spec import Other, Row, Verdict
from cms.people.imports.origins import roster_rows
from cms.people.models import Person
from cms.training.imports.attendees import Attendees
from cms.training.imports.staying import StayJudge, has_signed, session_of
from cms.training.imports.titles import SessionFacts, session_told
from search.chinese.folding import folded

_SIGNED = {
    "√",
    "✓",
    "✔",
    "☑",
    "v",
    "已签",
    "已签到",
    "签到",
    "已到",
    "到",
    "是",
    "本人",
    "本人签",
    "本人签到",
    "1",
    "y",
    "yes",
    "出席",
    "到会",
    "已参加",
    "参加",
    "准时",
    "正常",
}


class AttendanceJudge:
    """Judges all rows of one file together; `roster` of a row says where the person stands on the roster."""

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.attendees = Attendees(
            (row.values.get("姓名") for row in rows), (row.values.get("签到码") for row in rows)
        )
        self.sessions: dict[tuple[str, ...], SessionFacts] = {}

    def judge(self) -> None:
        arrivals = self._arrival_days()
        for row in self.rows:
            self._judge_session(row, self._session(row), arrivals.get(row.titles))
        stays = StayJudge(self.rows)
        found: list[tuple[Row, Person]] = []
        for row in self.rows:
            self._judge_signature(row)
            stays.judge_hours(row, self._session(row))
            person = self._judge_person(row)
            if person:
                found.append((row, person))
                stays.judge_record(row, person)
        self._judge_repeats(found)
        origins = roster_rows(person.pk for _, person in found)
        for row, person in found:
            row.values["roster"] = origins.get(person.pk)

    def _session(self, row: Row) -> SessionFacts:
        key = row.told or row.titles
        if key not in self.sessions:
            self.sessions[key] = session_told(row)
        return self.sessions[key]

    def _arrival_days(self) -> dict[tuple[str, ...], date]:
        """By sheet the day on which most people arrived, where arrivals carry a day."""
        days: dict[tuple[str, ...], Counter] = {}
        for row in self.rows:
            match read_parts(row.raw.get("到场时间")):
                case year, month, int(day):
                    days.setdefault(row.titles, Counter())[date(year, month, day)] += 1
        return {titles: counted.most_common(1)[0][0] for titles, counted in days.items()}

    def _judge_session(self, row: Row, facts: SessionFacts, arrived: date | None) -> None:
        values = row.values
        starts_on = facts.starts_on or arrived
        values["培训名称"] = values.get("培训名称") or facts.title or None
        values["培训日期"] = values.get("培训日期") or (starts_on.isoformat() if starts_on else None)
        for column in ("培训名称", "培训日期"):
            if not values[column]:
                row.find("session_unknown", column, f"表头上方没有{column}，请补填")

    def _judge_signature(self, row: Row) -> None:
        signed, name = folded(row.values.get("签到")), folded(row.values.get("姓名"))
        if not has_signed(row.values):
            row.find("absent", "签到", "没有签到，按未到场保存，不计学时")
        elif signed not in _SIGNED and signed != name:
            row.find(
                "signed_by_other",
                "签到",
                f"签的是“{row.values['签到']}”，不是本人；请核对，确认本人到场才可计入",
            )

    def _judge_person(self, row: Row) -> Person | None:
        """The person a row means; also where the tail speaks against it, for the person who decides."""
        values = row.values
        name, tail, community = values.get("姓名"), values.get("手机尾号"), values.get("所属居村")
        person = self.attendees.of_row(values)
        if person:
            return person
        named = self.attendees.named(name)
        if not named:
            if name:
                row.find("attendee_unknown", "姓名", f"名册上没有“{name}”，请先登记，或核对姓名")
            return None
        said = f"手机尾号{tail}不是名册上“{name}”的" if tail else f"没有手机尾号，不能认定是名册上的“{name}”"
        row.find("tail_mismatch", "手机尾号", f"{said}，请核对")
        return named[0] if len(named) == 1 else self.attendees.nearest(name, community)

    def _judge_repeats(self, found: list[tuple[Row, Person]]) -> None:
        first: dict[tuple, Row] = {}
        for row, person in found:
            key = (*session_of(row), person.pk)
            earlier = first.setdefault(key, row)
            if earlier is row:
                continue
            other = Other(f"第{earlier.number}行", row=(earlier.sheet, earlier.number))
            row.find(
                "dup_signature", "姓名", f"与第{earlier.number}行是同一人，一次培训只计一次，请确认", other
            )
            if row.verdict is Verdict.APART:
                row.find("attendee_unknown", "姓名", "名册上只有一位这个姓名和尾号的人，请核对后改正")
