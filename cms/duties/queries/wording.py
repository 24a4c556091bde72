"""A duty, and the time of an activity, in the words that are printed and compared."""

from collections.abc import Iterable

from django.utils import timezone

from cms.duties.models import ActivityRecord, DutyItem, DutyList
from search.chinese.dates import chinese_date


def in_words(item: DutyItem) -> dict[str, str]:
    """What an item says, by the columns of the printed list; "" where it says nothing.

    Laws, audiences and units are best read together with the item: `queries.items_in_full`.
    """
    units = ([f"{item.lead}（牵头）"] if item.lead else []) + [str(unit) for unit in item.cooperating.all()]
    return {
        "编号": item.key,
        "责任单位": owed_by_whom(item),
        "普法内容": item.content,
        "法律法规": "、".join(f"《{law.short_title}》" for law in item.laws.all()),
        "重点对象": for_whom(item),
        "措施与形式": item.measures,
        "时间节点": when_due(item),
        "牵头、配合单位": "、".join(units),
        "责任科室": item.office,
        "预期成果": item.expected_result,
    }


def owed_by_whom(item: DutyItem) -> str:
    """Who owes a duty: one unit, several, or all."""
    if item.agency is None:
        return "各责任单位"
    return "、".join(map(str, (item.agency, *item.joint.all())))


def as_published(duty_list: DutyList, items: Iterable[DutyItem]) -> list[dict[str, str]]:
    """Every item of a list in the words it was published in; of a draft, in those of today."""
    if printed := duty_list.printed:
        return [dict(zip(printed["columns"], row, strict=True)) for row in printed["rows"]]
    return [in_words(item) for item in items]


def for_whom(item: DutyItem) -> str:
    """Whom a duty is for, in the words of the list, else by the office's groups."""
    return item.audience_text or "、".join(str(each) for each in item.audiences.all())


def when_due(item: DutyItem) -> str:
    """The time of a duty in the words of the list, else its days."""
    if item.schedule:
        return item.schedule
    spans = (f"{chinese_date(first)}至{chinese_date(last, in_year=first.year)}" for first, last in item.spans)
    return "；".join(spans) or "待通知确定"


def held_on(activity: ActivityRecord) -> str:
    """When it was: 2026年3月8日 14:00 至 3月8日 16:00, or days only where no more is known."""
    if activity.starts_at is None:
        return ""
    moments = [timezone.localtime(each) for each in (activity.starts_at, activity.ends_at) if each]
    if not activity.has_times:
        days = list(dict.fromkeys(moment.date() for moment in moments))
        return " 至 ".join(map(chinese_date, days))
    first, *last = moments
    begins = f"{chinese_date(first)} {first:%H:%M}"
    ends = (f" 至 {chinese_date(end, in_year=first.year)} {end:%H:%M}" for end in last if end != first)
    return begins + "".join(ends)
