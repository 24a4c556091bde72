"""Activity records as a table, duty lists as a paper."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from cms.core.papers import Imprint, Paper, Paragraph, Table
from cms.duties.models import ActivityRecord, DutyList
from cms.duties.queries.goals import GoalStanding
from search.chinese.dates import chinese_date

HEADINGS = [
    "活动名称", "主办单位", "协办单位", "状态", "活动形式", "开始时间", "结束时间", "地点",
    "普法场所", "普法对象", "法律法规", "责任项", "现场参加人次", "线上触达人次",
    "发放资料", "解答咨询", "展板横幅", "普法作品", "新闻链接", "活动小结",
]  # fmt: skip
RELATIONS = ("co_hosts", "settings", "audiences", "laws", "items")


def activity_rows(activities: QuerySet[ActivityRecord]) -> Iterator[list]:
    """One row per activity, in the order of HEADINGS."""
    for activity in activities.select_related("host", "venue").prefetch_related(*RELATIONS):
        yield [
            activity.name,
            activity.host.name,
            _joined(activity.co_hosts),
            activity.get_state_display(),
            activity.get_form_display(),
            _moment(activity.starts_at, activity.has_times),
            _moment(activity.ends_at, activity.has_times),
            activity.place_text,
            _joined(activity.settings),
            _joined(activity.audiences),
            "、".join(law.short_title for law in activity.laws.all()),
            "、".join(item.key for item in activity.items.all()),
            activity.onsite,
            activity.online,
            activity.materials,
            activity.consultations,
            activity.boards,
            activity.products,
            activity.news_link,
            activity.summary,
        ]


# Shares of the width of the paper, by the column of `wording.in_words`.
COLUMNS = {
    "编号": 5, "责任单位": 8, "普法内容": 15, "法律法规": 12, "重点对象": 9, "措施与形式": 13, "时间节点": 10,
    "牵头、配合单位": 11, "责任科室": 7, "预期成果": 8, "量化指标": 8,
}  # fmt: skip


def list_paper(duty_list: DutyList, words: Iterable[dict[str, str]]) -> Paper:
    """A published version of a duty list, to be printed; of one that is not published there is no paper.

    `words` are those it was published in: `wording.as_published`.
    """
    day = timezone.localdate(duty_list.published_at)
    words = list(words)
    # A list that was printed before a column existed does not have it.
    columns = {column: width for column, width in COLUMNS.items() if any(column in said for said in words)}
    rows = tuple(tuple(said.get(column, "") for column in columns) for said in words)
    reason = (Paragraph(f"更正理由：{duty_list.reason}"),) if duty_list.reason else ()
    return Paper(
        title=f"{duty_list.year}年普法责任清单",
        subtitles=(f"第{duty_list.version}版　{chinese_date(day)}公布",),
        blocks=(*reason, Table(tuple(columns.values()), (tuple(columns),), rows)),
        made_at=duty_list.published_at,
        imprint=Imprint(f"第{duty_list.version}版", day),
        landscape=True,
    )


PLAN = {"目标": 22, "主要措施": 26, "牵头、配合单位": 18, "节点与时限": 24, "进展": 10}


def goals_paper(year: int, standings: Iterable[GoalStanding], on: date) -> Paper:
    """Goals, timetable and responsibilities of a year as they stand on a day."""
    rows = tuple(
        (
            standing.goal.content,
            standing.goal.measures or standing.goal.expected_result,
            "、".join(
                [
                    f"{standing.goal.lead.name}（牵头）",
                    *(unit.name for unit in standing.goal.cooperating.all()),
                ]
            ),
            "；".join(
                f"{chinese_date(step.milestone.due_on, in_year=year)} {step.milestone.content}（{step.told}）"
                for step in standing.steps
            ),
            standing.told,
        )
        for standing in standings
    )
    return Paper(
        title=f"{year}年普法工作路线图",
        subtitles=(f"年度目标、时间表、责任分工　截至{chinese_date(on)}",),
        blocks=(Table(tuple(PLAN.values()), (tuple(PLAN),), rows),),
        made_at=timezone.make_aware(datetime.combine(on, time())),
        imprint=Imprint("路线图", on),
        landscape=True,
    )


def _joined(related) -> str:
    return "、".join(str(row) for row in related.all())


def _moment(value, has_time: bool) -> str:
    style = "%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d"
    return timezone.localtime(value).strftime(style) if value else ""
