"""A duty, and the time of an activity, in the words that are printed and compared."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.duties.models import ActivityRecord, DutyItem, DutyList
from search.chinese.dates import chinese_date

if TYPE_CHECKING:
    from cms.duties.queries import ItemProgress


def in_words(item: DutyItem) -> dict[str, str]:
    """What an item says, by the columns of the printed list; "" where it says nothing.

    Laws, audiences and units are best read together with the item: `queries.items_in_full`.
    """
    units = ([f"{item.lead}（牵头）"] if item.lead else []) + [str(unit) for unit in item.cooperating.all()]
    return {
        "编号": item.key,
        "责任单位": owed_by_whom(item),
        "普法内容": item.content,
        "法律法规": cited_by(item),
        "重点对象": for_whom(item),
        "措施与形式": item.measures,
        "时间节点": when_due(item),
        "牵头、配合单位": "、".join(units),
        "责任科室": item.office,
        "预期成果": item.expected_result,
        "量化指标": owed_in_figures(item),
    }


def cited_by(item: DutyItem) -> str:
    """The laws of a duty, with their articles where it cites some: 《民法典》第一千二百五十四条、《宪法》."""
    articles = defaultdict(list)
    for provision in item.articles.all():
        articles[provision.law_id].append(provision.label)
    return "、".join(f"《{law.short_title}》{'、'.join(articles[law.pk])}" for law in item.laws.all())


def owed_in_figures(item: DutyItem) -> str:
    """What a duty asks for in numbers: 开展3场，现场500人次，短视频2件."""
    people, products = item.required_people, item.required_products
    asked = (
        f"开展{item.required_count}场",
        f"现场{people}人次" if people else "",
        f"{item.product or '普法作品'}{products}件" if products else "",
    )
    return "，".join(filter(None, asked))


def done_in_figures(progress: "ItemProgress") -> str:
    """The same of what was done: 已开展2场，现场310人次，短视频1件."""
    item = progress.item
    done = (
        f"已开展{progress.counted}场",
        f"现场{progress.people}人次" if item.required_people else "",
        f"{item.product or '普法作品'}{progress.products}件" if item.required_products else "",
    )
    return "，".join(filter(None, done))


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
    """When it was: 2026年3月8日 14:00 至 16:00, or days only where no more is known."""
    if activity.starts_at is None:
        return ""
    moments = [timezone.localtime(each) for each in (activity.starts_at, activity.ends_at) if each]
    if not activity.has_times:
        days = list(dict.fromkeys(moment.date() for moment in moments))
        return " 至 ".join(map(chinese_date, days))
    first, *last = moments
    begins = f"{chinese_date(first)} {first:%H:%M}"
    for end in last:
        if end.date() != first.date():
            return f"{begins} 至 {chinese_date(end, in_year=first.year)} {end:%H:%M}"
        if end != first:
            return f"{begins} 至 {end:%H:%M}"
    return begins
