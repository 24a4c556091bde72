"""From a file to judged rows: the whole preview, without a database write."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cms.core.invisible import only_seen
from cms.core.personal_data import without_personal_numbers
from cms.intake.cells.dates import without_year
from cms.intake.cells.text import PLACEHOLDERS, as_text, is_error
from cms.intake.cells.titles import year_of
from cms.intake.kinds import seems_to_be
from cms.intake.layout import lay_out, repeating
from cms.intake.levels import Level
from cms.intake.reading import SheetData, UnreadableFile, read_file
from cms.intake.registry import every_spec
from cms.intake.shape import NOTHING_WANTED, Layout, Remembered, Wanted, titles_at
from cms.intake.spec import DELIMITED, Column, ImportSpec, Parsed, Row

logger = logging.getLogger(__name__)
_DOUBT = "这张表看起来像“{}”。选错了类型的，请重新上传；确是“{}”的，请确认"
# So many rows that were passed over are listed of a sheet, and so much of each.
LISTED = 500
LONGEST_PASSED = 200
# So many records a file may hold.
MOST = 100_000
# What whoever brought the file said for the rows that do not say it, by column.
Answers = Mapping[str, str]
IMPORTABLE = (Level.GOOD, Level.FIX, Level.WARN)
# In a delimited file everything is text; what stands there in its plain form needed no repair.
_AS_TEXT = {"birth_text", "date_text", "hours_text", "number_text", "score_text", "time_text"}
_FIXED = (str, int, float, date, type(None))
# Beyond so much of a message what it quotes is shortened.
LONGEST_MESSAGE = 100
_LONG_QUOTE = re.compile(r"“([^”]{40})[^”]{10,}”")
# Midnight after a day, seconds after a time, a day before a time.
_FILLING = re.compile(r"[T ]00:00(:00)?$|(?<=\d:\d\d):00$|^\d{4}([-/])\d{1,2}\2\d{1,2}[T ](?!00:00)")


@dataclass
class JudgedSheet:
    name: str
    layout: Layout
    rows: list[Row] = field(default_factory=list)
    # The rows passed over: why, Excel's number, what they say.
    passed: list[tuple[str, str, str]] = field(default_factory=list)

    def levels(self) -> dict[str, int]:
        """Rows per level, all five named."""
        return count_levels(self.rows)


@dataclass
class Judgement:
    """What a file holds, judged as of a day."""

    sheets: list[JudgedSheet]

    @property
    def rows(self) -> list[Row]:
        return [row for sheet in self.sheets for row in sheet.rows]

    @property
    def importable(self) -> list[Row]:
        return [row for row in self.rows if is_importable(row)]

    @property
    def pending(self) -> list[Row]:
        """Rows that wait for a person."""
        return [row for row in self.rows if row.level not in IMPORTABLE and not row.decision.skip]


def is_importable(row: Row) -> bool:
    """Whether a row may be stored: nothing of it waits, and nobody said to leave it out."""
    return row.level in IMPORTABLE and not row.decision.skip


def count_levels(rows: Iterable[Row]) -> dict[str, int]:
    counts = {level.code: 0 for level in Level}
    for row in rows:
        counts[row.level.code] += 1
    return counts


def judge_file(
    path: Path,
    name: str,
    spec: ImportSpec,
    on: date,
    *,
    sender: str = "",
    remembered: Remembered = lambda headings: {},
    wanted: Wanted = NOTHING_WANTED,
    answers: Answers | None = None,
) -> Judgement:
    """Read, lay out, parse and judge; `cms.intake.reading.UnreadableFile` where it cannot be read."""
    return judge_sheets(
        read_file(path, name),
        name,
        spec,
        on,
        sender=sender,
        remembered=remembered,
        wanted=wanted,
        answers=answers,
    )


def judge_sheets(
    sheets: list[SheetData],
    name: str,
    spec: ImportSpec,
    on: date,
    *,
    sender: str = "",
    remembered: Remembered = lambda headings: {},
    wanted: Wanted = NOTHING_WANTED,
    answers: Answers | None = None,
) -> Judgement:
    """Lay out, parse and judge the sheets of a file called `name`; the list of sheets is emptied."""
    laid_out = _laid_out([_asked(data, wanted) for data in sheets], spec, remembered)
    records = sum(len(layout.data) for _, layout in laid_out if layout.use == "data")
    if records > MOST:
        raise UnreadableFile(f"共 {records} 行数据，一次最多导入 {MOST} 行，请拆分后导入。")
    judgement = Judgement(
        [
            JudgedSheet(data.name, layout, _rows(data, layout, spec, name, sender), _passed(data, layout))
            for data, layout in laid_out
        ]
    )
    # What was read is let go before the rows are judged: of a long file it fills the memory.
    laid_out.clear()
    sheets.clear()
    for sheet in judgement.sheets:
        sheet.layout.data = []
    for row in judgement.rows:
        _answer(row, answers or {})
    judge(judgement.rows, spec, on)
    return judgement


def _asked(data: SheetData, wanted: Wanted) -> SheetData:
    """The sheet with what a person brought back of it."""
    asked = data.name in wanted.sheets
    return replace(data, asked=asked, hidden=data.hidden and not asked, wanted=wanted.rows_of(data.name))


def _passed(data: SheetData, layout: Layout) -> list[tuple[str, str, str]]:
    """The rows passed over that say something, in the order of the sheet."""
    texts = {row.number: "｜".join(filter(None, map(as_text, row.cells))) for row in data.rows}
    numbers = {(kind, number) for kind, held in layout.skipped.items() for number in held}
    told = [(kind, str(number), _row_number(number)) for kind, number in numbers]
    said = [(kind, number, texts.get(place, "")[:LONGEST_PASSED]) for kind, number, place in told]
    return sorted((each for each in said if each[2]), key=lambda each: _row_number(each[1]))[:LISTED]


def _row_number(number: int | str) -> int:
    return int(str(number).rstrip("LMR"))


def judge(rows: list[Row], spec: ImportSpec, on: date) -> None:
    """Parse the raw cells of rows and judge them together, from the beginning."""
    cells = _Cells(on)
    for row in rows:
        _parse(row, spec, cells)
    _judge_together([row for row in rows if not row.decision.skip], spec, on)


def _judge_together(rows: list[Row], spec: ImportSpec, on: date) -> None:
    """Judge rows against each other; one over which the rules fail waits, and the others are judged."""
    try:
        spec.judge(rows, on)
    except Exception:
        logger.exception("a row of %s cannot be judged", spec.kind)
        failing = _failing(rows, spec, on)
        for row in rows:
            _parse(row, spec, _Cells(on))
        spec.judge([row for row in rows if id(row) not in failing], on)
        for row in rows:
            if id(row) in failing:
                row.find("row_unreadable", "整行", "这一行无法核对，请逐格检查后改正")


def _failing(rows: list[Row], spec: ImportSpec, on: date) -> set[int]:
    """The rows that fail also by themselves, by halving; all of them where they only fail together."""
    for row in rows:
        _parse(row, spec, _Cells(on))
    try:
        spec.judge(rows, on)
    except Exception:
        if len(rows) < 2:
            return {id(row) for row in rows}
        middle = len(rows) // 2
        found = _failing(rows[:middle], spec, on) | _failing(rows[middle:], spec, on)
        return found or {id(row) for row in rows}
    return set()


def _laid_out(sheets: list[SheetData], spec: ImportSpec, remembered: Remembered):
    laid_out = [(data, _lay_out(data, spec, remembered)) for data in sheets]
    if not any(layout.use == "data" for _, layout in laid_out):
        # With nothing better in the file, what is called a draft may be the data.
        return [(data, _lay_out(data, spec, remembered, left_over=True)) for data in sheets]
    _leave_repeating(laid_out, spec)
    return laid_out


def _lay_out(data: SheetData, spec: ImportSpec, remembered: Remembered, *, left_over=False) -> Layout:
    """The layout of a sheet; one over which it fails is told and costs no other sheet."""
    try:
        return lay_out(
            data, spec.columns, remembered, left_over=left_over or data.asked, labels=spec.label_columns
        )
    except Exception:
        logger.exception("a sheet of %s cannot be laid out", spec.kind)
        return Layout("ignore", "这张表的版面读不出来，请把数据复制到一张新表后重传")


def _leave_repeating(laid_out: list[tuple[SheetData, Layout]], spec: ImportSpec) -> None:
    """Leave out a sheet called a summary that only repeats what stands in the others."""
    for data, layout in laid_out:
        if layout.use != "data" or data.asked or not repeating(data.name):
            continue
        others = {
            _subject(line, spec)
            for other, held in laid_out
            if held.use == "data" and repeating(other.name) < repeating(data.name)
            for line in held.data
        }
        if layout.data and all(_subject(line, spec) in others for line in layout.data):
            layout.use, layout.why = "ignore", "各行都已在其他工作表里"


def _subject(line, spec: ImportSpec) -> frozenset:
    """Whom a line is about, by name and numbers; a line without numbers by all it says."""
    telling = {column.name for column in spec.columns if column.personal} | set(spec.label_columns)
    filled = {name: text for name, cell in line.cells.items() if name != "序号" and (text := as_text(cell))}
    by_number = any(column.name in filled for column in spec.columns if column.personal)
    return frozenset((name, text) for name, text in filled.items() if not by_number or name in telling)


def _rows(data: SheetData, layout: Layout, spec: ImportSpec, file: str, sender: str) -> list[Row]:
    besides = tuple(filter(None, (Path(file).stem, sender)))
    told = (*(layout.titles or [data.name]), *besides)
    other = None if data.hidden else seems_to_be(data, spec, told, every_spec())
    if layout.use != "data":
        layout.why += f"；看起来像“{other.label}”，如果选错了类型，请重新上传" if other else ""
        return []
    ledger = layout.ledger(spec.kind, sender)
    doubt = (("kind_doubtful", "整行", _DOUBT.format(other.label, spec.label)),) if other else ()
    return [
        Row(
            data.name,
            line.number,
            line.cells,
            titles=(titles := titles_at(layout.parts, line.number, layout.titles)),
            told=told if titles is layout.titles else (*titles, *besides),
            ledger=ledger,
            marks=(*doubt, *line.marks),
        )
        for line in layout.data
    ]


def _answer(row: Row, answers: Answers) -> None:
    """Fill what a row leaves blank with what was said of the whole file."""
    row.raw |= {name: said for name, said in answers.items() if not as_text(row.raw.get(name))}


class _Cells:
    """Reads the cells of many rows; what stands in a column again and again, as a place, is read once."""

    MOST = 2000

    def __init__(self, on: date):
        self._on = on
        self._known: dict[str, dict[tuple[type, Any], Parsed]] = defaultdict(dict)

    def read(self, column: Column, cell: Any) -> Parsed:
        known, key = self._known[column.name], (type(cell), cell)
        parsed = known.get(key)
        if parsed is None:
            parsed = _read(column, cell, self._on)
            # A value that could be changed belongs to one row.
            if len(known) < self.MOST and isinstance(parsed.value, _FIXED):
                known[key] = parsed
        return parsed


def _parse(row: Row, spec: ImportSpec, cells: _Cells) -> None:
    row.values, row.findings, row.other = {}, [], None
    decided = row.decision.values
    for column in spec.columns:
        if column.name not in row.raw and column.name not in decided:
            row.values[column.name] = None
            continue
        cell = decided[column.name] if column.name in decided else row.raw[column.name]
        # 无 is the name of nothing.
        if column.name in spec.label_columns and as_text(cell) in PLACEHOLDERS:
            cell = None
        year = year_of(row.told or row.titles) if column.yearless and without_year(cell) else None
        parsed = cells.read(column, f"{year}-{without_year(cell)}" if year else cell)
        if year and parsed.value:
            told = f"“{as_text(cell)}”没有年份，按标题读作 {parsed.value}"
            parsed = Parsed(parsed.value, (("date_no_year", told),))
        # What a cell says just as it stands is held once.
        row.values[column.name] = cell if type(cell) is str and cell == parsed.value else parsed.value
        as_it_is = isinstance(cell, str) and _is_plain(cell, parsed.value)
        # What is no cell of a workbook is text at all times.
        as_text_at_all_times = row.sheet == DELIMITED or column.name in decided
        for code, message in parsed.findings:
            if code not in _AS_TEXT or not as_it_is:
                row.find(code, column.name, message)
            elif not as_text_at_all_times:
                # Nothing is called repaired that stands there just as it will be stored.
                row.find(code, column.name, f"“{cell}”在表里存成了文字，内容没有改动")
    for code, where, message in row.marks:
        # What somebody wrote themselves is no more what the sheet made of the cell.
        if where not in decided:
            row.find(code, where, message)


def _read(column: Column, cell: Any, on: date) -> Parsed:
    """What a cell says. A parser that fails is a finding at its cell: it costs no other row."""
    if is_error(cell):
        told = f"“{as_text(cell)}”是表格的错误值或没有算出的公式，请补填"
        return Parsed(None, (("cell_error", told),))
    try:
        return _brief(_seen(column.parse(cell, on)))
    except Exception:
        logger.exception("a cell of %s cannot be read", column.name)
        return Parsed(None, (("cell_unreadable", "这一格读不出来，请改成通常的写法"),))


def _seen(parsed: Parsed) -> Parsed:
    """Without characters that nobody sees: no record would take them."""
    if not isinstance(parsed.value, str) or (text := only_seen(parsed.value)) == parsed.value:
        return parsed
    told = ("unseen_marks", f"看不见的字符已去掉：{without_personal_numbers(text)}")
    return Parsed(text.strip() or None, (*parsed.findings, told))


def _brief(parsed: Parsed) -> Parsed:
    """With messages that can be read: of a long text only the beginning is quoted."""
    if all(len(message) <= LONGEST_MESSAGE for _, message in parsed.findings):
        return parsed
    told = ((code, _LONG_QUOTE.sub(r"“\1…”", message)) for code, message in parsed.findings)
    return Parsed(parsed.value, tuple(told))


def _is_plain(cell: Any, value: Any) -> bool:
    """Whether a text is a value just as a spreadsheet writes it out: 2.50 for 2.5, 8:30:00 for 08:30."""
    text = _FILLING.sub("", as_text(cell))
    if isinstance(value, int | float):
        try:
            return float(text) == value
        except ValueError:
            return False
    return text.zfill(5) == value or (len(text) == 10 and text.startswith(f"{value}-"))
