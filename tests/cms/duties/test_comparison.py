"""Two versions of a duty list, compared item by item."""

import pytest

from cms.duties.queries.comparison import compare_lists
from cms.duties.queries.wording import in_words
from cms.statutes.queries.comparison import Kind
from tests.cms.duties.factories import DutyItemFactory, DutyListFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


def versions():
    return DutyListFactory(year=2026), DutyListFactory(year=2026, version=2, reason="更正")


def compared(before, after):
    return compare_lists(*([in_words(item) for item in items] for items in (before, after)))


def told(changes):
    return [(change.kind, change.key, [said.column for said in change.columns]) for change in changes]


def test_items_are_known_by_their_key_and_tell_only_the_columns_that_differ():
    old, new = versions()
    kept = DutyItemFactory(list=old, key="G-01", content="不变的一项")
    before = [
        kept,
        DutyItemFactory(list=old, key="G-02", measures="讲座"),
        DutyItemFactory(list=old, key="G-03"),
    ]
    changed = DutyItemFactory(
        list=new, key="G-02", measures="讲座和展览", content=before[1].content, agency=before[1].agency
    )
    same = DutyItemFactory(list=new, key="G-01", content="不变的一项", agency=kept.agency)
    changed.laws.add(LawFactory(title="中华人民共和国民法典", short_title="民法典"))
    changes = compared(before, [same, changed, DutyItemFactory(list=new, key="G-04")])
    assert told(changes) == [
        (Kind.CHANGED, "G-02", ["法律法规", "措施与形式"]),
        (Kind.ADDED, "G-04", ["责任单位", "普法内容", "时间节点", "量化指标"]),
        (Kind.REMOVED, "G-03", ["责任单位", "普法内容", "时间节点", "量化指标"]),
    ]
    assert changes[0].columns[1].before == (("讲座", False),)
    assert changes[0].columns[1].after == (("讲座", False), ("和展览", True))
    assert compared(before, before) == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"schedule": "每季度1次"}, "每季度1次"),
        ({"starts_on": None, "ends_on": None}, "待通知确定"),
        ({}, "2026年1月1日至12月31日"),
    ],
    ids=["words of the list", "to be announced", "days"],
)
def test_time_of_a_duty_is_told_as_the_list_tells_it(fields, expected):
    item = DutyItemFactory(list=DutyListFactory(year=2026), **fields)
    item.refresh_from_db()
    assert in_words(item)["时间节点"] == expected


def test_column_that_an_older_print_does_not_have_is_no_change():
    item = DutyItemFactory(key="G-01")
    said = in_words(item)
    older = {column: words for column, words in said.items() if column != "量化指标"}
    assert compare_lists([older], [said]) == ()
