"""From a file to judged rows: the whole preview, without a database write."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cms.intake.layout import Layout, lay_out
from cms.intake.levels import Level
from cms.intake.reading import RawRow, read_file
from cms.intake.spec import ImportSpec, Row

IMPORTABLE = (Level.GOOD, Level.FIX, Level.WARN)


@dataclass
class JudgedSheet:
    name: str
    layout: Layout
    rows: list[Row] = field(default_factory=list)

    def levels(self) -> dict[str, int]:
        """Rows per level, all five named."""
        counts = {level.code: 0 for level in Level}
        for row in self.rows:
            counts[row.level.code] += 1
        return counts


@dataclass
class Judgement:
    """What a file holds, judged as of a day."""

    sheets: list[JudgedSheet]

    @property
    def rows(self) -> list[Row]:
        return [row for sheet in self.sheets for row in sheet.rows]

    @property
    def importable(self) -> list[Row]:
        return [row for row in self.rows if row.level in IMPORTABLE]

    @property
    def pending(self) -> list[Row]:
        """Rows that wait for a person."""
        return [row for row in self.rows if row.level not in IMPORTABLE]


def judge_file(path: Path, name: str, spec: ImportSpec, on: date) -> Judgement:
    """Read, lay out, parse and judge; `cms.intake.reading.UnreadableFile` where it cannot be read."""
    sheets = []
    for data in read_file(path, name):
        layout = lay_out(data, spec.columns)
        sheet = JudgedSheet(data.name, layout)
        sheet.rows = [_parse(sheet.name, raw, layout, on) for raw in layout.data]
        sheets.append(sheet)
    judgement = Judgement(sheets)
    spec.judge(judgement.rows, on)
    return judgement


def _parse(sheet: str, raw: RawRow, layout: Layout, on: date) -> Row:
    row = Row(sheet, raw.number, {}, {})
    for position, column in layout.columns.items():
        cell = raw.cells[position] if position < len(raw.cells) else None
        parsed = column.parse(cell, on)
        row.raw[column.name] = cell
        row.values[column.name] = parsed.value
        for code, message in parsed.findings:
            row.find(code, column.name, message)
    if raw.hidden:
        row.find("hidden_row", "整行", "此行在表格中被隐藏，请确认是否导入")
    return row
