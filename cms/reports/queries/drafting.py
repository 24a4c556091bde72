"""The first words of a yearly report, out of the record."""

from datetime import date

from cms.agencies.models import Agency
from cms.campaigns.models import CampaignPage
from cms.duties.queries import items_owed_by, list_progress
from cms.duties.queries.wording import done_in_figures, owed_in_figures
from cms.reports.enums import Dimension
from cms.reports.models import Report
from cms.reports.queries.figures import counted_activities, table, total
from cms.reports.queries.gaps import laws_nobody_taught

# How a shortfall ends in the draft; the reason is written behind it.
UNEXPLAINED = "尚未完成，原因："
MOST_NAMED = 10


def draft_sections(year: int, agency: Agency | None, on: date) -> list[tuple[str, str]]:
    """Heading and text of each section; what only people know is left to be written."""
    sections = [("基本情况", _figures_told(year, agency))]
    if agency is not None:
        sections.append(("责任清单履行情况", _items_told(year, agency, on)))
    sections += [
        ("主要做法", _activities_told(year, agency)),
        ("存在的不足及原因", _shortfalls_told(year, agency, on)),
        ("下一年度打算", ""),
    ]
    return sections


def _figures_told(year: int, agency: Agency | None) -> str:
    activities = counted_activities(year, agency=agency)
    sums = total(activities)
    lines = [
        f"{year}年共开展普法活动{sums.activities}场，现场参加{sums.onsite}人次，线上触达{sums.online}人次，"
        f"发放资料{sums.materials}份，解答咨询{sums.consultations}人次。"
    ]
    if forms := table(activities, Dimension.FORM):
        lines.append("按形式分：" + "，".join(f"{row.name}{row.activities}场" for row in forms) + "。")
    if settings := [row for row in table(activities, Dimension.SETTING) if row.key]:
        told = "，".join(f"{row.name}{row.activities}场" for row in settings)
        lines.append(f"按普法场所分：{told}。一场活动可以在几类场所，各类之和不等于总数。")
    return "\n".join(lines)


def _items_told(year: int, agency: Agency, on: date) -> str:
    lines = []
    for progress in _progress(year, agency, on):
        state = "已完成" if progress.is_done else "已逾期" if progress.is_overdue else "进行中"
        lines.append(
            f"{progress.item.key} {progress.item.content}：应{owed_in_figures(progress.item)}，"
            f"{done_in_figures(progress)}，{state}。"
        )
    return "\n".join(lines) or "本年度清单尚未公布责任项。"


def _activities_told(year: int, agency: Agency | None) -> str:
    activities = counted_activities(year, agency=agency)
    lines = []
    campaigns = CampaignPage.objects.filter(pk__in=activities.values("campaign")).order_by("title")
    for campaign in campaigns:
        held = activities.filter(campaign=campaign.pk).count()
        lines.append(f"参与“{campaign.title}”，开展活动{held}场。")
    largest = activities.order_by("-onsite", "starts_at")[:MOST_NAMED]
    lines += [f"{record.name}：{record.summary}" for record in largest if record.summary]
    return "\n".join(lines)


def _shortfalls_told(year: int, agency: Agency | None, on: date) -> str:
    if agency is None:
        untaught = [f"《{law.short_title}》" for law in laws_nobody_taught(year)]
        return f"清单所列而全年没有活动宣传的法律法规：{'、'.join(untaught)}。" if untaught else ""
    late = [progress for progress in _progress(year, agency, on) if not progress.is_done]
    return "\n".join(f"{each.item.key} {each.item.content}{UNEXPLAINED}" for each in late)


def unexplained(report: Report) -> list[str]:
    """The shortfalls to which no reason has been written."""
    lines = [line.strip() for section in report.sections.all() for line in section.text.splitlines()]
    return [line.removesuffix(UNEXPLAINED) for line in lines if line.endswith(UNEXPLAINED)]


def _progress(year: int, agency: Agency, on: date) -> list:
    items = list(items_owed_by(agency, year).prefetch_related("laws"))
    found = list_progress(items, on)
    return [each for item in items for each in found[item.pk] if each.agency == agency]
