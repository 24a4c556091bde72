"""Stores judged rows of a log of service."""

from datetime import date, time

from cms.core.enums import ServiceDuty
from cms.intake.cells.times import minutes_of
from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.people.imports.finding import VolunteerFinder
from cms.people.models import ServiceRecord

_DUTY_OF = {str(duty.label): duty for duty in ServiceDuty}
_FIELDS = (
    "activity", "start", "minutes", "half_hours", "post", "duty", "place", "recorder", "recorded_on",
    "remark",
)  # fmt: skip


class ServiceStore:
    """The same table sent again meets its own records. What the office imports it has verified."""

    def __init__(self, journal: Journal):
        self.journal = journal

    def store(self, rows: list[Row]) -> Outcome:
        finder = VolunteerFinder(row.values for row in rows)
        volunteers = [finder.find(row.values) for row in rows]
        self._load(rows, volunteers)
        store = RowStore(self.journal, ServiceRecord, _FIELDS)
        by_row: dict[tuple, ServiceRecord] = {}
        records, done = [], []
        for row, volunteer in zip(rows, volunteers, strict=True):
            if row.same:
                known = by_row.get(row.same.row) or row.same.record
                by_row[row.sheet, row.number] = known
                records.append(known)
                done.append("unchanged")
                continue
            fields = _fields(row.values)
            record = self._stored(row, volunteer)
            if record is None:
                record = ServiceRecord(
                    appointment=volunteer,
                    date=date.fromisoformat(row.values["服务日期"]),
                    ledger=row.ledger,
                    verified_on=self.journal.on,
                    verified_by=self.journal.actor,
                    **fields,
                )
                done.append(store.add(record))
            else:
                done.append(store.change(record, fields))
            by_row[row.sheet, row.number] = record
            records.append(record)
        store.write()
        return Outcome(tuple(done), tuple(getattr(record, "pk", record) for record in records))

    def _load(self, rows: list[Row], volunteers) -> None:
        self.own: dict[tuple, list[ServiceRecord]] = {}
        ledgers = {row.ledger for row in rows} - {""}
        held = ServiceRecord.objects.filter(ledger__in=ledgers, appointment__in=volunteers)
        for record in held.select_related("appointment__person"):
            key = (record.ledger, record.appointment_id, record.date.isoformat())
            self.own.setdefault(key, []).append(record)

    def _stored(self, row: Row, volunteer) -> ServiceRecord | None:
        """The record this very row became before: at the same time, else of the same activity that day."""
        key = (row.ledger, volunteer.pk, row.values["服务日期"])
        held = self.own.get(key, [])
        for same in (
            lambda record: f"{record.start:%H:%M}" == row.values["开始时间"],
            lambda record: record.activity == row.values["活动名称"],
        ):
            found = [record for record in held if same(record)]
            if len(found) == 1:
                held.remove(found[0])
                return found[0]
        return None


def _fields(values: dict) -> dict:
    """What a row says, by field; a blank cell says nothing."""
    start, end = values["开始时间"], values["结束时间"]
    recorded = values.get("记录日期")
    fields = {
        "activity": values["活动名称"],
        "start": time.fromisoformat(start),
        "minutes": minutes_of(end) - minutes_of(start),
        "half_hours": round(values["服务时长"] * 2),
        "post": values.get("服务岗位"),
        "duty": _DUTY_OF.get(values.get("履职类别") or ""),
        "place": values.get("服务地点"),
        "recorder": values["记录人"],
        "recorded_on": date.fromisoformat(recorded) if recorded else None,
        "remark": values.get("备注"),
    }
    return given(fields)
