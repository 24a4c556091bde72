"""Tables of figures as offices print them."""

from collections.abc import Iterable

from cms.core.papers import Cell, Table
from cms.core.spreadsheets import printed_table
from cms.reports.enums import Dimension, Period
from cms.reports.queries.figures import OVERLAPPING, Figures

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


def _cells(row: Figures) -> tuple[str, ...]:
    figures = (row.activities, row.onsite, row.online, row.materials, row.consultations, row.boards)
    return (row.name, *map(str, figures))
