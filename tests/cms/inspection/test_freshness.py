"""The home page, the columns and the letters on the last good day and on the first bad one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.inspection.enums import FindingKind
from cms.inspection.models import InspectionSetting
from cms.inspection.queries.freshness import late_letters, stale_columns, stale_home
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import (
    ArticlePageFactory,
    CasePageFactory,
    NoticePageFactory,
    TopicPageFactory,
)
from tests.cms.events.factories import EventFactory
from tests.cms.letters.factories import LetterFactory

pytestmark = pytest.mark.django_db
KINDS = [
    (ArticlePageFactory, "news_days", 14),
    (CasePageFactory, "case_days", 90),
    (NoticePageFactory, "notice_days", 180),
]


def published(factory, days_ago, **given):
    moment = timezone.now() - timedelta(days=days_ago)
    # Past the review, which is not what is looked at here.
    page = factory(**{"live": False, **given})
    Page.objects.filter(pk=page.pk).update(first_published_at=moment, live=given.get("live", True))
    return page


@pytest.fixture
def limits(db):
    return InspectionSetting.load()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(("factory", "name", "days"), KINDS, ids=["news", "cases", "notices"])
def test_column_is_stale_the_day_after_the_limit_of_its_kind(factory, name, days, over, limits, today):
    column = TopicPageFactory(title="动态", owner=UserFactory(name="沈编辑"))
    published(factory, days + 500, parent=column)
    newest = published(factory, days + over, parent=column, title="最近一篇")
    assert getattr(limits, name) == days
    found = list(stale_columns(today, limits))
    assert [(each.kind, each.subject, each.responsible) for each in found] == [
        (FindingKind.COLUMN_STALE, "动态", "沈编辑")
    ] * over
    for each in found:
        assert f"{days + over} 天没有新内容，限 {days} 天；最近一篇是“{newest.title}”" in each.told
        assert each.link == f"/office/pages/{column.pk}/edit/"


def test_column_without_anything_public_is_empty(limits, today):
    column = TopicPageFactory(title="动态")
    published(ArticlePageFactory, 1, parent=column, live=False)
    assert [(each.kind, each.subject) for each in stale_columns(today, limits)] == [
        (FindingKind.COLUMN_EMPTY, "动态")
    ]


@pytest.mark.parametrize(("days", "count"), [(14, 0), (15, 1)])
def test_home_is_as_old_as_what_is_newest(days, count, limits, today):
    published(ArticlePageFactory, days + 30)
    EventFactory(published_at=timezone.now() - timedelta(days=days))
    EventFactory(state="draft", published_at=timezone.now())
    assert [each.kind for each in stale_home(today, limits)] == [FindingKind.HOME_STALE] * count


def test_letters_are_told_from_the_day_after_their_last_and_who_has_them(today):
    handler = UserFactory(roles=[], name="周审核")
    LetterFactory(due_on=today)
    late = LetterFactory(due_on=today - timedelta(days=1), handler=handler, words="我家漏水")
    LetterFactory(received_on="2026-01-05", due_on="2026-01-26")
    found = list(late_letters(today))
    assert [(each.responsible, each.told) for each in found] == [
        ("普法办", "三个月没有答复。"),
        ("周审核", f"已过答复期限 {late.due_on}。"),
    ]
    assert found[1].link == f"/office/letters/inspect/{late.pk}/"
    assert "漏水" not in str(found)
