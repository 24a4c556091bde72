"""申报表 as the office files it: what the 居村 says, what is on record, the sheet, each opinion."""

from datetime import datetime

from cms.assessment.outcomes import Sheet
from cms.core.papers import Cell, Heading, Paper, Paragraph, Table
from cms.core.personal_data import without_personal_numbers
from cms.honours.models import Application, ApplicationStep
from cms.honours.queries.sheets import district_sheet, record_in_words, self_sheet
from search.chinese.dates import chinese_date

# Whose opinion stands in which step.
OPINIONS = (("居村意见", "submit"), ("街镇意见", "support"), ("区评审意见", "approve"))
NOTHING = "—"


def application_form(application: Application, record: dict[str, int], *, made_at: datetime) -> Paper:
    """The form of one application; until it is handed in `record` is that of today."""
    place, cycle = application.community, application.cycle
    rows = (
        ("居村", str(place), "街镇", str(place.parent)),
        ("申报批次", str(cycle), "状态", str(application.get_state_display())),
        ("平台记录", Cell(_recorded(record), columns=3)),
        *((label, Cell(_said(application, verb), columns=3)) for label, verb in OPINIONS),
    )
    return Paper(
        title="民主法治示范村（社区）申报表",
        blocks=(
            Table(widths=(3, 5, 3, 5), head=(), rows=rows),
            Heading("申报说明"),
            Paragraph(without_personal_numbers(application.statement) or NOTHING),
            Heading("指标得分"),
            _scores(application, record),
        ),
        made_at=made_at,
    )


def _scores(application: Application, record: dict[str, int]) -> Table:
    own, found = self_sheet(application, record), district_sheet(application)
    checked = {line.key: line.earned for line in found.lines}
    rows = tuple(
        (line.dimension, f"{line.key} {line.name}", line.max or NOTHING, line.earned or NOTHING,
         checked.get(line.key) or NOTHING)
        for line in own.lines
    )  # fmt: skip
    total = ("", "合计", "100", _total(own), _total(found))
    head = ("类别", "指标", "分值", "自评", "核分")
    return Table(widths=(4, 12, 3, 3, 3), head=(head,), rows=(*rows, total))


def _total(sheet: Sheet) -> str:
    return NOTHING if sheet.total is None else sheet.total


def _recorded(record: dict[str, int]) -> str:
    return "\n".join(f"{each.label}：{each.count}" for each in record_in_words(record)) or NOTHING


def _said(application: Application, verb: str) -> str:
    """The last opinion of its kind: what was sent back came again."""
    steps: list[ApplicationStep] = [each for each in application.steps.all() if each.verb == verb]
    if not steps:
        return NOTHING
    said = without_personal_numbers(steps[-1].opinion) or str(steps[-1].get_verb_display())
    return f"{said}\n{steps[-1].actor_name}　{chinese_date(steps[-1].done_on)}"
