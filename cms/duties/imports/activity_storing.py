"""Stores judged rows of a ledger as activity records that wait for review."""

from datetime import date, datetime, time

from django.utils import timezone

from cms.agencies.models import Agency
from cms.campaigns.imports.matching import AudienceMatcher
from cms.campaigns.models import Audience, Setting
from cms.campaigns.services.taxonomy import name_setting
from cms.duties.enums import ActivityState
from cms.duties.imports.forms_of_activity import form_of
from cms.duties.imports.serving import DutiesServed
from cms.duties.models import ActivityRecord, Transition
from cms.intake.journal import Journal, given
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.statutes.services import know_by_title

FROM_TABLE = "表格导入"
RELATIONS = ("co_hosts", "items", "settings", "audiences", "laws")
FIGURES = {"现场人次": "onsite", "线上受众": "online", "发放资料": "materials", "解答咨询": "consultations"}
COLUMNS = (
    "name", "host", "form", "starts_at", "ends_at", "address", "news_link", "remark", "approximate",
    *FIGURES.values(), "lock_version", "updated_at",
)  # fmt: skip


class ActivityStore:
    """Stores the rows of one file. A blank cell leaves what is stored; what was reviewed is left alone."""

    def __init__(self, journal: Journal):
        self.journal = journal
        self.agencies = {agency.code: agency for agency in Agency.objects.all()}
        self.audience_words = AudienceMatcher()
        self.audiences = dict(Audience.objects.values_list("name", "pk"))

    def store(self, rows: list[Row]) -> Outcome:
        """Store each row as a submitted record."""
        self._name_what_is_new(rows)
        stored = ActivityRecord.objects.select_for_update(of=("self",)).select_related("host")
        held_records = stored.in_bulk([pk for row in rows if (pk := _record_of(row))])
        store = RowStore(self.journal, ActivityRecord, COLUMNS, RELATIONS)
        store.hold(held_records.values())
        records: list[ActivityRecord | None] = []
        done: list[str] = []
        by_row: dict[tuple, ActivityRecord] = {}
        for row in rows:
            record = held_records.get(_record_of(row))
            twin = by_row.get(row.same.row) if row.same else None
            if twin or _is_settled(row):
                what, record = "unchanged", twin or record
            elif record is None:
                record = self._new(row)
                what = store.add(record, self._relations(row) | self._serves(row, record))
            else:
                what = self._change(row, record, store)
            by_row[row.sheet, row.number] = record
            records.append(record)
            done.append(what)
            self.journal.advance(len(done), len(rows))
        store.write()
        self._note(store.new)
        return Outcome(tuple(done), tuple(record.pk if record else None for record in records))

    def _name_what_is_new(self, rows: list[Row]) -> None:
        """Records for laws and settings the rows name and nobody has entered yet."""
        actor = self.journal.actor
        self.duties = DutiesServed(date.fromisoformat(row.values["start"]).year for row in rows)
        self.laws = know_by_title({title for row in rows for title in row.values["laws"]}, actor=actor)
        self.settings = dict(Setting.objects.values_list("name", "pk"))
        named = {name.removeprefix("进") for row in rows for name in row.values["settings"]}
        for name in sorted(named - self.settings.keys()):
            # Counted where it was reported, and not offered for choice until the office says so.
            self.settings[name] = name_setting(name, actor=actor).pk

    def _new(self, row: Row) -> ActivityRecord:
        return ActivityRecord(
            **self._columns(row),
            state=ActivityState.SUBMITTED,
            submitted_at=timezone.now(),
            created_by=self.journal.actor,
            ledger=row.ledger,
        )

    def _change(self, row: Row, record: ActivityRecord, store: RowStore) -> str:
        """Bring a record that still waits in line with a mended row."""
        columns, relations = self._columns(row, record), self._relations(row)
        moved = store.moved(record, relations)
        if not moved and all(getattr(record, name) == value for name, value in columns.items()):
            return "unchanged"
        if record.state != ActivityState.SUBMITTED:
            row.find(
                "reviewed_already", "活动名称", "这条记录已审核或已退回，表中的改动没有写入；请在记录里更正"
            )
            return "unchanged"
        what = store.change(record, columns | {"lock_version": record.lock_version + 1}, relations)
        record.updated_at = timezone.now()
        return what

    def _columns(self, row: Row, record: ActivityRecord | None = None) -> dict:
        values = row.values
        form, _ = form_of(values.get("活动形式"))
        approximate = {finding.column for finding in row.findings if finding.code == "number_approx"}
        figures = {field: values.get(column) for column, field in FIGURES.items()}
        columns = given(
            {
                "name": values["活动名称"],
                "host": self.agencies[values["org"][0]],
                "form": form,
                "address": values.get("地点"),
                "news_link": values.get("新闻链接"),
                "remark": self._remark(values),
                **figures,
            }
        )
        held = record.approximate.split() if record else []
        columns["approximate"] = " ".join(
            field
            for column, field in FIGURES.items()
            if column in approximate or (figures[field] is None and field in held)
        )
        starts = time.fromisoformat(values["begins"]) if values["begins"] else time()
        # Where only the beginning is told, a day ends as it begins: the rest is not known.
        ends = starts if values["start"] == values["end"] else time()
        return columns | {
            "starts_at": _moment(values["start"], starts),
            "ends_at": _moment(values["end"], ends),
        }

    def _relations(self, row: Row) -> dict[str, set[int]]:
        values = row.values
        named = self.audience_words.named_in(values.get("受众对象"))
        found = {
            "co_hosts": {self.agencies[code].pk for code in values["org"][1:]},
            "settings": {self.settings[name.removeprefix("进")] for name in values["settings"]},
            "audiences": {self.audiences[each.name] for each in named if each.name},
            "laws": {self.laws[title].pk for title in values["laws"]},
        }
        return {name: keys for name, keys in found.items() if keys}

    def _serves(self, row: Row, record: ActivityRecord) -> dict[str, set[int]]:
        """Of a new record only: what a reviewer has chosen since stays when its row comes again."""
        laws = {self.laws[title].pk for title in row.values["laws"]}
        day = date.fromisoformat(row.values["start"])
        served = self.duties.of(record.host.pk, day, laws)
        return {"items": served} if served else {}

    def _remark(self, values: dict) -> str:
        """What the table says and the record has no field for."""
        _, says_more = form_of(values.get("活动形式"))
        audiences = self.audience_words.named_in(values.get("受众对象"))
        lines = [values.get("备注") or ""]
        if says_more:
            lines.append(f"活动形式：{values['活动形式']}")
        if any(not each.exact for each in audiences):
            lines.append(f"受众对象：{values['受众对象']}")
        return "\n".join(filter(None, lines))

    def _note(self, records: list[ActivityRecord]) -> None:
        """Each new record was handed in with its table."""
        actor = self.journal.actor
        steps = RowStore(self.journal, Transition)
        for record in records:
            steps.add(
                Transition(
                    activity=record,
                    actor=actor,
                    actor_name=str(actor or FROM_TABLE),
                    from_state=ActivityState.DRAFT,
                    to_state=ActivityState.SUBMITTED,
                    reason=FROM_TABLE,
                )
            )
        steps.write()


def _moment(day: str, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), clock))


def _record_of(row: Row) -> int | None:
    """The stored record of a row: the one a person named, or the one it was paired with."""
    return row.same.record if _is_settled(row) else row.values["record"]


def _is_settled(row: Row) -> bool:
    """Whether a person said that the row is a record stored already: nothing of it is written."""
    return row.same is not None and row.same.record is not None
