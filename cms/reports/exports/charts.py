"""Charts as SVG, drawn here: they read in grey, and each stands beside its table."""

from collections.abc import Mapping, Sequence

import leather

INK, QUIET, ACCENT = "#1f1a17", "#d9d2c7", "#8f1d1d"
WIDTH, PHONE = 760, 380

theme = leather.theme
theme.background_color = "none"
theme.default_series_colors = [ACCENT]
theme.tick_font_family = "Noto Sans CJK SC, Source Han Sans SC, sans-serif"
theme.tick_color, theme.zero_color, theme.label_color = QUIET, INK, INK


def width_of(asked: Mapping[str, str]) -> int:
    """How wide the chart is drawn that a page asks for: of a phone, so that its figures stay legible."""
    return PHONE if "phone" in asked else WIDTH


def months_chart(counts: Sequence[int], width: int = WIDTH) -> str:
    """Activities of each month as columns; where it is narrow, a month is its number alone."""
    chart, ticks = leather.Chart(), _ticks(counts)
    unit = "月" if width == WIDTH else ""
    chart.add_columns([(f"{month}{unit}", number) for month, number in enumerate(counts, start=1)])
    chart.add_y_scale(0, ticks[-1])
    chart.add_y_axis(ticks=ticks)
    return chart.to_svg(width=width, height=260)


def rows_chart(rows: Sequence[tuple[str, int]]) -> str:
    """A bar for each named number, the first on top."""
    chart, ticks = leather.Chart(), _ticks([number for _name, number in rows])
    chart.add_bars([(number, name) for name, number in rows])
    chart.add_x_scale(0, ticks[-1])
    chart.add_x_axis(ticks=ticks)
    return chart.to_svg(width=WIDTH, height=90 + 34 * len(rows))


def _ticks(numbers: Sequence[int]) -> list[int]:
    """Five marks from 0 up: whole numbers, for there is no half activity; an axis even of nothing."""
    step = max(1, -(-max(numbers, default=0) // 4))
    return [step * mark for mark in range(5)]
