"""Reads of batches, and of their rows as a person may see them."""

import json
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from cms.core.personal_data import without_personal_numbers
from cms.core.protected import mask_id, mask_phone
from cms.intake.cells.text import as_text
from cms.intake.enums import WAITING
from cms.intake.keeping import findings_of, unpack_decision
from cms.intake.levels import ANSWERS, LEVELS, TITLES, Answer, Level
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.reading import untag
from cms.intake.registry import spec_of, specs_for
from cms.intake.spec import Column, Decision, Finding, Verdict


@dataclass(frozen=True)
class ShownCell:
    """A cell that was repaired or questioned: what stands there, what would be stored. Numbers masked."""

    column: str
    before: str
    after: str
    personal: bool = False

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class ShownRow:
    """A row for people. `cells` are those touched or questioned, `columns` those of its kind of table."""

    row: ImportRow
    level: Level
    cells: tuple[ShownCell, ...]
    findings: tuple[Finding, ...]
    decision: str
    columns: Container[str] = ()

    def finding(self, code: str) -> Finding | None:
        return next((found for found in self.findings if found.code == code), None)

    @property
    def answers(self) -> dict[str, bool]:
        """Which kinds of answer the row's open questions take."""
        if not self.row.is_pending:
            return {}
        return {ANSWERS[found.code].value: True for found in self.asked}

    @property
    def asked(self) -> list[Finding]:
        """What a person has to answer, that under which the row is shown first."""
        found = [each for each in self.findings if LEVELS[each.code] >= Level.REVIEW]
        return sorted(found, key=lambda each: each.code != self.row.problem)

    @property
    def noted(self) -> list[Finding]:
        """What the platform did or noticed by itself."""
        return [found for found in self.findings if LEVELS[found.code] < Level.REVIEW]

    @property
    def to_mend(self) -> list[Finding]:
        """The questions that a right value in their column would settle, one for each column."""
        first: dict[str, Finding] = {}
        for found in self.asked:
            if found.column in self.columns:
                first.setdefault(found.column, found)
        return list(first.values())

    @property
    def main(self) -> Finding | None:
        """The finding the row is shown under."""
        return self.finding(self.row.problem)


@dataclass(frozen=True)
class Problem:
    """Rows of a batch that wait for the same reason."""

    code: str
    count: int

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def answer(self) -> Answer:
        return ANSWERS[self.code]


PASSED = {
    "title": "标题", "header": "表头", "total": "合计", "subtotal": "小计", "note": "附注或说明",
    "blank": "空行", "group": "只写了下面各行的居村或分组",
}  # fmt: skip


@dataclass(frozen=True)
class LeftRow:
    """A row that was passed over: why, and what it says, numbers masked."""

    number: str
    why: str
    text: str
    can_come: bool


@dataclass(frozen=True)
class LeftSheet:
    """A sheet of which something was passed over; `why` where all of it was. `place` names it in the page."""

    place: int
    name: str
    why: str
    rows: tuple[LeftRow, ...]


def left_out(batch: ImportBatch) -> list[LeftSheet]:
    """What was passed over in the file of a batch."""
    context = json.loads(batch.context or "{}")
    found = []
    for place, sheet in enumerate(batch.sheets):
        # What stands above the records tells what they are.
        heading = set(map(str, sheet.get("header_rows", ())))
        passed = context.get(sheet["name"], {}).get("passed", ())
        rows = tuple(
            LeftRow(
                number,
                PASSED.get(kind, kind),
                without_personal_numbers(text),
                kind not in ("title", "blank") and number.isdigit() and number not in heading,
            )
            for kind, number, text in passed
        )
        why = sheet["why"] if sheet["use"] == "ignore" else ""
        if rows or why:
            found.append(LeftSheet(place, sheet["name"], why, rows))
    return found


def count_left(batch: ImportBatch) -> int:
    """How many rows and sheets that may hold data were passed over."""
    left = left_out(batch)
    return sum(bool(sheet.why) for sheet in left) + sum(row.can_come for sheet in left for row in sheet.rows)


def batches_for(user, *, q: str = "", kind: str = "", state: str = "") -> QuerySet[ImportBatch]:
    """The batches of the kinds this account may import, newest first; narrowed by what is given."""
    kinds = [spec.kind for spec in specs_for(user)]
    found = ImportBatch.objects.filter(kind__in=kinds).select_related("uploaded_by", "applied_by")
    if q:
        found = found.filter(
            Q(file_name__icontains=q) | Q(sender__icontains=q) | Q(uploaded_by__name__icontains=q)
        )
    asked = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    return found.filter(**asked)


def batches_to_decide(user) -> QuerySet[ImportBatch]:
    """Those that go no further without a person, the longest waiting first."""
    return batches_for(user).filter(state__in=WAITING).order_by("created_at", "pk")


def level_counts(batch: ImportBatch) -> list[tuple[Level, int]]:
    """Rows per level over all sheets, the worst first."""
    found = dict(batch.rows.values_list("level").annotate(count=Count("pk")).order_by())
    return [(level, found.get(level.value, 0)) for level in sorted(Level, reverse=True)]


def problems(batch: ImportBatch) -> list[Problem]:
    """Why rows of a batch wait, the worst first, in an order that no answer changes."""
    waiting = dict(batch.rows.pending().values_list("problem").annotate(count=Count("pk")).order_by())
    codes = sorted(TITLES, key=lambda code: -LEVELS[code])
    return [Problem(code, waiting[code]) for code in codes if code in waiting]


def rows_of(
    batch: ImportBatch, *, level: Level | None = None, sheet: str = "", text: str = "", decided: bool = False
) -> QuerySet[ImportRow]:
    """The rows of a batch, narrowed by level, sheet, decision, and a text in what they are about.

    Those that wait for a person come first.
    """
    rows = batch.rows.select_related("decided_by").waiting_first()
    if level is not None:
        rows = rows.filter(level=level)
    if sheet:
        rows = rows.filter(sheet=sheet)
    if decided:
        rows = rows.exclude(decided_at=None)
    if text:
        rows = rows.filter(Q(label__icontains=text) | Q(number=text))
    return rows


def rows_that_became(records: Iterable[int], kinds: tuple[str, ...]) -> QuerySet[ImportRow]:
    """The rows of some kinds of table that became records of these keys, the oldest import first."""
    rows = ImportRow.objects.filter(batch__kind__in=kinds, record__in=list(records)).exclude(outcome="")
    return rows.order_by("batch__applied_at", "batch_id", "order")


def records_of_one_telltale(kinds: tuple[str, ...]) -> list[set[int]]:
    """The keys of records that several rows became which are told by the same, by far not all rows."""
    rows = ImportRow.objects.filter(batch__kind__in=kinds, record__isnull=False).exclude(telltale="")
    several = rows.order_by().values("telltale").annotate(records=Count("record", distinct=True))
    shared = several.filter(records__gt=1).values("telltale")
    found: dict[str, set[int]] = defaultdict(set)
    for number, record in rows.filter(telltale__in=shared).order_by().values_list("telltale", "record"):
        if record:
            found[number].add(record)
    return list(found.values())


def shown_rows(batch: ImportBatch, rows) -> list[ShownRow]:
    """Rows decrypted for people, with identity and telephone numbers masked."""
    columns = {column.name: column for column in spec_of(batch.kind).columns}
    return [_shown(row, columns) for row in rows]


def every_cell(batch: ImportBatch, row: ImportRow) -> list[ShownCell]:
    """All cells of a row, in the order of the kind's columns."""
    cells = row.cells
    return [_cell(column, cells) for column in spec_of(batch.kind).columns if column.name in cells["raw"]]


def _shown(row: ImportRow, columns: dict[str, Column]) -> ShownRow:
    cells = row.cells
    found = sorted(findings_of(cells), key=lambda finding: -LEVELS[finding.code])
    findings = tuple(_told(finding) for finding in found)
    questioned = {finding.column for finding in findings}
    # What is asked stands before what was repaired.
    asked = {finding.column for finding in findings if LEVELS[finding.code] >= Level.REVIEW}
    shown = [_cell(columns[name], cells) for name in columns if name in cells["raw"]]
    shown.sort(key=lambda cell: cell.column not in asked)
    touched = tuple(cell for cell in shown if cell.differs or cell.column in questioned)
    return ShownRow(row, Level(row.level), touched, findings, _in_words(row), columns)


def _cell(column: Column, cells: dict) -> ShownCell:
    before, after = untag(cells["raw"].get(column.name)), cells["values"].get(column.name)
    shown = displayed(before, column.personal)
    personal = column.personal or shown != text_of(before)
    return ShownCell(column.name, shown, displayed(after, column.personal), personal)


def _told(finding: Finding) -> Finding:
    """The finding as it may be shown: a message quotes what stands in the cell, a column may be a heading."""
    other = finding.other and replace(finding.other, label=without_personal_numbers(finding.other.label))
    column, message = map(without_personal_numbers, (finding.column, finding.message))
    return replace(finding, column=column, message=message, other=other)


def text_of(value) -> str:
    """A value in words."""
    return "、".join(map(as_text, value)) if isinstance(value, list) else as_text(value)


def displayed(value, personal: bool) -> str:
    """A value as it may be shown: identity and telephone numbers masked."""
    text = text_of(value)
    if not personal:
        return without_personal_numbers(text)
    # What holds no number to speak of gives none away, and says what is wrong.
    if sum(char.isdigit() for char in text) < 5:
        return text
    return mask_id(text) if len(text) > 11 else mask_phone(text)


def _in_words(row: ImportRow) -> str:
    """What was decided on a row, by whom."""
    if row.decided_at is None:
        return ""
    decision = unpack_decision(row.decision)
    who = row.decided_by or "已停用的账号"
    return f"{who}：{'，'.join(_said(decision))}"


def _said(decision: Decision):
    if decision.skip:
        yield "不导入"
    if decision.values:
        yield f"改了{'、'.join(decision.values)}"
    if decision.verdict:
        yield "是同一个" if decision.verdict is Verdict.SAME else "不是同一个"
    settled = [TITLES[code] for code in decision.settled if ANSWERS[code] == Answer.ACCEPT]
    if settled:
        yield f"确认{'、'.join(settled)}"
