import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.statutes.models import Article
from cms.statutes.queries.comparison import Kind, compare, marked

TEXTS = st.lists(st.text("公园犬只绳费用应当禁止可以。", min_size=1, max_size=30), max_size=8)


def articles(*texts):
    return [
        Article(number=place, order=place, label=f"第{place}条", text=text)
        for place, text in enumerate(texts, 1)
    ]


def told(comparison):
    return [
        (change.kind, change.before and change.before.number, change.after and change.after.number)
        for change in comparison.changes
    ]


def test_inserted_article_is_added_and_moves_no_other():
    comparison = compare(
        articles("公园不收门票。", "犬只应当系绳。"),
        articles("公园不收门票。", "禁止攀折花木。", "犬只应当系绳。"),
    )
    assert (told(comparison), comparison.unchanged) == ([(Kind.ADDED, None, 2)], 2)


def test_changed_wording_is_marked_on_both_sides():
    comparison = compare(
        articles("犬只应当系绳，绳长不超过两米。"), articles("犬只应当系绳，绳长不超过一点五米。")
    )
    (change,) = comparison.changes
    assert change.kind == Kind.CHANGED
    assert [text for text, differs in change.before_marked if differs] == ["两"]
    assert [text for text, differs in change.after_marked if differs] == ["一点五"]


def test_article_that_became_another_is_paired_though_its_number_changed():
    before = articles("公园全年开放。", "犬只应当系绳，由成年人牵领。", "本法自公布之日起施行。")
    after = articles(
        "公园全年免费开放。",
        "园内禁止吸烟。",
        "犬只应当系绳，由成年人牵领并清除粪便。",
        "本法自公布之日起施行。",
    )
    assert told(compare(before, after)) == [
        (Kind.CHANGED, 1, 1),
        (Kind.ADDED, None, 2),
        (Kind.CHANGED, 2, 3),
    ]


def test_article_gone_is_told_in_its_place():
    assert told(
        compare(articles("甲乙丙丁。", "戊己庚辛。", "子丑寅卯。"), articles("甲乙丙丁。", "子丑寅卯。"))
    ) == [(Kind.REMOVED, 2, None)]


@given(TEXTS)
def test_a_version_is_like_itself(texts):
    comparison = compare(articles(*texts), articles(*texts))
    assert (comparison.changes, comparison.unchanged) == ((), len(texts))


@given(TEXTS, TEXTS)
def test_every_article_is_accounted_for_once(old, new):
    comparison = compare(articles(*old), articles(*new))
    before = [change.before.number for change in comparison.changes if change.before]
    after = [change.after.number for change in comparison.changes if change.after]
    assert (len(before) + comparison.unchanged, len(after) + comparison.unchanged) == (len(old), len(new))
    assert (len(set(before)), len(set(after))) == (len(before), len(after))
    assert after == sorted(after)


@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_lose_no_character(old, new):
    left, right = marked(old, new)
    assert ("".join(text for text, _ in left), "".join(text for text, _ in right)) == (old, new)


@pytest.mark.parametrize("size", [300])
def test_rewritten_law_is_compared_in_time(size):
    old = articles(*(f"第{place}项旧规定，各单位应当遵守执行并报告{place * 7}。" for place in range(size)))
    new = articles(*(f"第{place}项新规定，各部门应当遵守执行并公开{place * 7}。" for place in range(size)))
    assert compare(old, new).unchanged == 0


def test_number_changes_as_a_whole():
    before, after = marked("自2024年9月1日起", "自2026年3月1日起")
    assert before == (("自", False), ("2024年9", True), ("月1日起", False))
    assert after == (("自", False), ("2026年3", True), ("月1日起", False))
