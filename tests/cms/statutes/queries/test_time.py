"""Which text held on a day, until when, and what ended the law."""

from datetime import date

import pytest

from cms.statutes.models import Law, LawVersion
from cms.statutes.queries.time import holds_until, repealing_articles, version_in_force, wordings_of
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def law():
    """Passed 2015-03-01 and in force at once; amended 2024-05-01, in force from 2024-07-01."""
    held = LawFactory(short_title="公园法")
    LawVersionFactory(law=held, dated_on=date(2015, 3, 1), effective_on=None)
    LawVersionFactory(law=held, dated_on=date(2024, 5, 1), effective_on=date(2024, 7, 1))
    return held


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 2, 28), None),
        (date(2015, 3, 1), "2015-03-01"),
        (date(2024, 6, 30), "2015-03-01"),
        (date(2024, 7, 1), "2024-05-01"),
        (date(2099, 1, 1), "2024-05-01"),
    ],
)
def test_text_of_a_day_is_the_newest_that_had_begun(law, day, expected):
    found = version_in_force(law, day)
    assert (found and found.ref) == expected


def test_text_without_any_day_held_before_all_others(law):
    LawVersionFactory(law=law, dated_on=None, passed_on=None, effective_on=None)
    assert version_in_force(law, date(1990, 1, 1)).ref == "undated"


def test_text_holds_until_the_day_before_the_next_or_before_the_repeal(law):
    older, newer = law.versions.order_by("dated_on")
    assert (holds_until(older), holds_until(newer)) == (date(2024, 6, 30), None)
    Law.objects.filter(pk=law.pk).update(repealed_on=date(2026, 1, 1))
    assert holds_until(LawVersion.objects.get(pk=newer.pk)) == date(2025, 12, 31)


def test_wordings_of_an_article_leave_out_texts_that_say_the_same(law):
    older, newer = law.versions.order_by("dated_on")
    middle = LawVersionFactory(law=law, dated_on=date(2018, 1, 1), effective_on=None)
    for version, text in ((older, "园票一元。"), (middle, "园票一元。"), (newer, "园票两元。")):
        shown = ArticleFactory(version=version, number=3, order=3, text=text)
    told = [(each.article.version.ref, each.marks) for each in wordings_of(shown)]
    assert told == [
        ("2024-05-01", (("园票", False), ("两", True), ("元。", False))),
        ("2015-03-01", (("园票一元。", False),)),
    ]


def test_law_is_ended_by_the_article_that_says_so(law):
    ending = ArticleFactory(number=9, text="本法自2026年1月1日起施行。《中华人民共和国公园法》同时废止。")
    ArticleFactory(number=9, text="《公园法》的效力另行规定。《绿地法》同时废止。")
    ArticleFactory(
        number=9, text="《绿地法》同时废止；《公园法》仍然有效。", version__law__short_title="另一法"
    )
    assert repealing_articles(law) == [ending]
