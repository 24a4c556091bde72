"""Activity records as a table."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from cms.duties.models import ActivityRecord

HEADINGS = [
    "活动名称", "主办单位", "协办单位", "状态", "活动形式", "开始时间", "结束时间", "地点",
    "普法场所", "普法对象", "法律法规", "责任项", "现场参加人次", "线上触达人次",
    "发放资料", "解答咨询", "展板横幅", "新闻链接", "活动小结",
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
            activity.news_link,
            activity.summary,
        ]


def _joined(related) -> str:
    return "、".join(str(row) for row in related.all())


def _moment(value, has_time: bool) -> str:
    style = "%Y-%m-%d %H:%M" if has_time else "%Y-%m-%d"
    return timezone.localtime(value).strftime(style) if value else ""
