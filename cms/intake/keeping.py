"""Judged rows in the database and back: what a batch holds between preview and apply."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction

from cms.core.bulk import insert
from cms.core.personal_data import without_personal_numbers
from cms.core.protected import fingerprint
from cms.intake.judging import is_importable
from cms.intake.levels import LEVELS, level_of
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.reading import Common, tag, untag
from cms.intake.shape import Part, titles_at
from cms.intake.spec import Decision, Finding, ImportSpec, Other, Row, Verdict
from cms.intake.storing import STEP, paced, parts

BATCH = 500
UNDECIDED = Decision()
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_SORTED = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)
# What may change of a kept row: its judgement, a person's decision, what applying made of it.
CHANGING = (
    "level", "codes", "problem", "label", "skipped", "content", "decision", "decided_by", "decided_at",
    "outcome", "record",
)  # fmt: skip

# What a row says, and what remains at hand of it.
SAYING = ("content", "codes", "label", "problem")
RESTING = tuple(each.attname for each in ImportRow._meta.concrete_fields if each.name not in SAYING)


def keep_rows(batch: ImportBatch, rows: list[Row], spec: ImportSpec) -> list[ImportRow]:
    """Store the judged rows of a new batch, in order; what they say stays in the database."""
    kept = []
    for part in parts(_fresh(batch, rows, spec)):
        insert(part)
        kept += map(_at_rest, part)
    return kept


def save_rows(held: Iterable[ImportRow]) -> None:
    """Save kept rows that changed; by far quicker than an update that picks among values row by row."""
    for part in parts(held):
        ImportRow.objects.bulk_create(
            part, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=CHANGING
        )
        for row in part:
            _forget(row)


def save_outcomes(held: Iterable[ImportRow], number: int) -> None:
    """Save what an import of the batch made of rows, and nothing else, step by step."""
    for part in parts(held):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {ImportRow._meta.db_table} SET outcome = %s, record = %s, telltale = %s,"  # noqa: S608
                " import_number = %s WHERE id = %s",
                [(row.outcome, row.record, row.telltale, number, row.pk) for row in part],
            )


def forget_outcomes(batch: ImportBatch, *, after: int | None = None) -> None:
    """Have the rows of a batch be as before they were stored, step by step; those of imports `after` so many,
    where that is said, else all."""
    stored = batch.rows.exclude(outcome="").order_by("pk")
    stored = stored if after is None else stored.filter(import_number__gt=after)
    for keys in paced(iter(lambda: list(stored.values_list("pk", flat=True)[:STEP]), [])):
        batch.rows.filter(pk__in=keys).update(outcome="", record=None, telltale="", import_number=0)


def judged_anew(pairs: Iterable[tuple[ImportRow, Row]], spec: ImportSpec) -> Iterator[ImportRow]:
    """Bring kept rows in line with their judgement, unsaved; those that differ from what is stored."""
    for held, row in pairs:
        if held.outcome:
            continue
        before = held.judged or _judged(held)
        write_judgement(held, row, spec)
        if before != _judged(held):
            yield held
        else:
            _forget(held)


def _judged(held: ImportRow) -> int:
    """By which a judgement that is not kept in memory is known to be another."""
    said = (held.level, tuple(held.codes), held.problem, held.label, held.skipped, held.content)
    return hash(said)


def _at_rest(held: ImportRow) -> ImportRow:
    """The row without what it says, of which the memory of long files would be full: another object, as one
    from which something is taken away grows."""
    names = [name for name in RESTING if name in held.__dict__]
    rest = ImportRow.from_db(held._state.db, names, [held.__dict__[name] for name in names])
    rest.judged = _judged(held)
    return rest


def _forget(held: ImportRow) -> None:
    """Take from a row what it says, once more."""
    held.judged = _judged(held)
    for name in SAYING:
        delattr(held, name)


def _fresh(batch: ImportBatch, rows: list[Row], spec: ImportSpec) -> Iterator[ImportRow]:
    for order, row in enumerate(rows):
        held = ImportRow(
            batch=batch,
            order=order,
            sheet=row.sheet,
            number=str(row.number),
            fingerprint=row_fingerprint(spec.kind, row.raw),
        )
        write_judgement(held, row, spec)
        yield held


def write_judgement(held: ImportRow, row: Row, spec: ImportSpec) -> None:
    """Bring a kept row in line with its judgement, unsaved."""
    codes = row.codes
    held.level, held.codes = level_of(codes), codes
    held.problem = next((code for code in codes if LEVELS[code] == held.level), "")
    held.label = without_personal_numbers(spec.label_of(row.values))[:100]
    held.skipped = row.decision.skip
    held.content = _JSON.encode(
        {
            "raw": _tagged(row.raw),
            "values": row.values,
            "marks": row.marks,
            "findings": [_plain(finding) for finding in row.findings],
        }
    )


def restored(batch: ImportBatch) -> list[tuple[ImportRow, Row]]:
    """The rows of a batch as they were read, with what people decided, to be judged anew."""
    context = json.loads(batch.context or "{}")
    sheets = {sheet: _sheet_context(facts) for sheet, facts in context.items()}
    found, common = [], Common()
    for held in batch.rows.defer("fingerprint").iterator(chunk_size=BATCH):
        held.sheet = common[held.sheet]
        row = _restored(held, sheets.get(held.sheet) or _sheet_context({}), common)
        found.append((_at_rest(held), row))
    return found


def _sheet_context(facts: dict) -> dict[str, Any]:
    """What all rows of a sheet have in common, once."""
    titles, told = tuple(facts.get("titles", ())), tuple(facts.get("told", ()))
    parts = [Part(first, side, tuple(own)) for first, side, own in facts.get("parts", ())]
    return {"titles": titles, "told": told, "ledger": facts.get("ledger", ""), "parts": parts}


def findings_of(cells: dict[str, Any]) -> list[Finding]:
    """The findings of a kept row, from its decrypted cells."""
    return [
        Finding(
            found["code"],
            found["column"],
            found["message"],
            _other(found["other"]),
            tuple(found["choices"]),
        )
        for found in cells["findings"]
    ]


def pack_decision(decision: Decision) -> str:
    return json.dumps(asdict(decision), ensure_ascii=False)


def unpack_decision(text: str) -> Decision:
    """The decision `pack_decision` wrote; an undecided one for an empty text."""
    if not text:
        return UNDECIDED
    held = json.loads(text)
    verdict = Verdict(held["verdict"]) if held["verdict"] else None
    return Decision(held["skip"], held["values"], tuple(held["settled"]), verdict)


def row_fingerprint(kind: str, raw: dict[str, Any]) -> str:
    """A keyed hash of what stands in a row."""
    return fingerprint(kind + _SORTED.encode(_tagged(raw)), "intake-row")


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "column": finding.column,
        "message": finding.message,
        "other": asdict(finding.other) if finding.other else None,
        "choices": finding.choices,
    }


def _tagged(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: cell if type(cell) is str else tag(cell) for name, cell in raw.items()}


def resolve_others(pairs: list[tuple[ImportRow, Row]]) -> None:
    """Where a row may mean an earlier one that has been stored, name its record."""
    records = {(held.sheet, held.number): held.record for held, _ in pairs if held.record}
    for _, row in pairs:
        if row.other and row.other.row:
            sheet, number = row.other.row
            record = records.get((sheet, str(number)))
            row.other = Other(row.other.label, row.other.row, record) if record else row.other


def without_raw(pairs: list[tuple[ImportRow, Row]]) -> None:
    """Let go of what stood in rows that are judged for good: of a long file it fills the memory."""
    for _, row in pairs:
        row.raw = {}


def with_raw(pairs: list[tuple[ImportRow, Row]]) -> list[tuple[ImportRow, Row]]:
    """The same rows with what stands in them, which is kept in the database."""
    common = Common()
    for held, row in pairs:
        row.raw = _raw(held.cells, common)
    return pairs


def ready_pairs(pairs: list[tuple[ImportRow, Row]]) -> list[tuple[ImportRow, Row]]:
    """The rows that may be stored and have not been."""
    return [(held, row) for held, row in pairs if not held.outcome and is_importable(row)]


def _restored(held: ImportRow, context: dict, common: Common) -> Row:
    cells = held.cells
    titles, told = context["titles"], context["told"]
    own = titles_at(context["parts"], held.number, titles)
    return Row(
        held.sheet,
        int(held.number) if held.number.isdigit() else held.number,
        _raw(cells, common),
        titles=own,
        told=told if own is titles else (*own, *told[len(titles) :]),
        ledger=context["ledger"],
        marks=tuple(tuple(mark) for mark in cells["marks"]),
        decision=unpack_decision(held.decision),
    )


def _raw(cells: dict[str, Any], common: Common) -> dict[str, Any]:
    return {
        common[name]: common[cell] if isinstance(cell, str) else untag(cell)
        for name, cell in cells["raw"].items()
    }


def _other(found: dict | None) -> Other | None:
    if found is None:
        return None
    return Other(found["label"], tuple(found["row"]) if found["row"] else None, found["record"])
