"""Tables of figures as offices print them."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date

from cms.core.papers import Cell, Table
from cms.core.spreadsheets import printed_table
from cms.reports.enums import Dimension, Period
from cms.reports.queries.base_data import BaseData, total_of
from cms.reports.queries.figures import OVERLAPPING, Figures
from search.chinese.dates import chinese_date

WIDTHS = (28, 10, 14, 14, 14, 16, 16)


def figures_table(by: str, rows: Iterable[Figures], total: Figures) -> Table:
    """The rows and their total, below merged headings."""
    name = str(Dimension(by).label)
    head = (
        (
            Cell(name, rows=2), Cell("活动（场）", rows=2), Cell("参加与触达（人次）", columns=2),
            Cell("资料与咨询", columns=2), Cell("展板、横幅（块）", rows=2),
        ),
        ("现场参加", "线上触达", "发放资料（份）", "解答咨询（人次）"),
    )  # fmt: skip
    return Table(WIDTHS, head, tuple(_cells(row) for row in (*rows, total)))


def figures_workbook(year: int, period: str, by: str, rows: Iterable[Figures], total: Figures) -> bytes:
    title = f"{year}年{Period(period).label}普法活动统计表（按{Dimension(by).label}）"
    note = "现场与线上不相加。"
    if Dimension(by) in OVERLAPPING:
        note += "一场活动可列入几行，合计每场只计一次。"
    return printed_table(title, figures_table(by, rows, total), note=note)


BASE_WIDTHS = (20, 10, 10, 10, 14, 18, 12, 12, 14, 14)


def base_data_workbook(year: int, period: str, on: date, rows: Sequence[BaseData]) -> bytes:
    """The half-yearly base data, a line for each 街镇 and their total."""
    head = (
        (
            Cell("街镇", rows=2), Cell("居村（个）", rows=2), Cell("阵地与站点（个）", columns=2),
            Cell("法律明白人", columns=2), Cell("普法志愿者（人）", rows=2), Cell("普法活动", columns=3),
        ),
        ("阵地", "站点", "在册（人）", "已有人的居村（个）", "场次", "现场（人次）", "线上（人次）"),
    )  # fmt: skip
    lines = tuple(tuple(map(str, astuple(row))) for row in (*rows, total_of(rows)))
    title = f"{year}年{Period(period).label}普法工作基础数据"
    note = f"居村、阵地、站点与人员截至{chinese_date(on)}；活动只计已通过审核的，现场与线上不相加。"
    return printed_table(title, Table(BASE_WIDTHS, head, lines), note=note)


def _cells(row: Figures) -> tuple[str, ...]:
    figures = (row.activities, row.onsite, row.online, row.materials, row.consultations, row.boards)
    return (row.name, *map(str, figures))
