"""One agency's result as a paper."""

from datetime import datetime

from cms.assessment.outcomes import Outcome, Sheet
from cms.core.papers import Heading, Paper, Paragraph, Table

# Shares of the width of the paper.
LINES = {"代号": 8, "指标": 24, "得分": 10, "分值": 10, "说明": 48}
GROUPS = {"评分部分": 40, "权重": 15, "得分": 15, "说明": 30}


def sheet_paper(outcome: Outcome, sheet: Sheet, made_at: datetime) -> Paper:
    """Everything the result of one agency consists of, to be printed."""
    groups = tuple(
        (group["name"], group["weight"], group["score"] or "—", group.get("why", ""))
        for group in sheet.groups
    )
    lines = tuple(
        (line.key, line.name, line.earned or "—", line.max or "—", line.text) for line in sheet.lines
    )
    return Paper(
        title=f"{outcome.year}年度普法责任制评议得分表",
        subtitles=(sheet.name,),
        blocks=(
            Paragraph(f"总分 {sheet.total or '无'}，等次：{sheet.grade or '无'}。"),
            Heading("各部分得分"),
            Table(tuple(GROUPS.values()), (tuple(GROUPS),), groups),
            Heading("逐项得分"),
            Table(tuple(LINES.values()), (tuple(LINES),), lines),
            *(Paragraph(note) for note in sheet.notes),
        ),
        made_at=made_at,
    )
