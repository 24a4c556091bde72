"""A duty in the words that are printed and compared."""

from cms.duties.models import DutyItem
from search.chinese.dates import chinese_date


def in_words(item: DutyItem) -> dict[str, str]:
    """What an item says, by the columns of the printed list; "" where it says nothing.

    Laws, audiences and units are best read together with the item: `queries.items_in_full`.
    """
    units = ([f"{item.lead}（牵头）"] if item.lead else []) + [str(unit) for unit in item.cooperating.all()]
    return {
        "编号": item.key,
        "责任单位": str(item.agency or "各责任单位"),
        "普法内容": item.content,
        "法律法规": "、".join(f"《{law.short_title}》" for law in item.laws.all()),
        "重点对象": for_whom(item),
        "措施与形式": item.measures,
        "时间节点": when_due(item),
        "牵头、配合单位": "、".join(units),
        "责任科室": item.office,
        "预期成果": item.expected_result,
    }


def for_whom(item: DutyItem) -> str:
    """Whom a duty is for, in the words of the list, else by the office's groups."""
    return item.audience_text or "、".join(str(each) for each in item.audiences.all())


def when_due(item: DutyItem) -> str:
    """The time of a duty in the words of the list, else its days."""
    if item.schedule:
        return item.schedule
    spans = (f"{chinese_date(first)}至{chinese_date(last, in_year=first.year)}" for first, last in item.spans)
    return "；".join(spans) or "待通知确定"
