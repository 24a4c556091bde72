"""What stands on what, on the page of either."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.enums import Role
from cms.campaigns.models import ArticlePage
from cms.core.edges import touching
from cms.duties.enums import ActivityState
from cms.duties.models import NewsDraft
from cms.statutes.services import know_provisions
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, logger_of, published
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def told(record, *, public=False) -> dict[str, int]:
    return {each.label: each.count for each in touching(record, public=public)}


@pytest.fixture
def article():
    return ArticleFactory()


@pytest.fixture
def law(article):
    return article.version.law


@pytest.fixture
def item(article, law):
    """A published duty on that article."""
    found = DutyItemFactory()
    found.laws.add(law)
    found.articles.set(know_provisions([(law, article.ref)], actor=None).values())
    published(found.list)
    return found


def done(item, state=ActivityState.PUBLISHED, **fields):
    activity = ActivityFactory(state=state, items=[item], **fields)
    activity.laws.set(item.laws.all())
    return activity


def test_chain_is_told_from_both_ends(article, law, item):
    campaign = CampaignPageFactory(laws=[law])
    event = EventFactory(state="published", campaign=campaign)
    activity = done(item, campaign=campaign, event=event)
    assert told(article) == {"普法责任": 1, "普法活动记录": 1}
    assert told(law) == {"主题活动": 1, "普法责任": 1, "普法活动记录": 1}
    assert told(item) == {"法律法规": 1, "普法活动记录": 1}
    assert told(activity) == {"法律法规": 1, "普法责任": 1, "普法活动预告": 1, "主题活动": 1}
    assert told(event) == {"主题活动": 1, "普法活动记录": 1}
    assert told(campaign) == {"法律法规": 1, "普法活动预告": 1, "普法活动记录": 1}


def test_public_is_told_of_what_is_public_alone(article, law, item):
    done(item, ActivityState.APPROVED)
    done(item)
    draft = DutyItemFactory(list__year=item.list.year + 1)
    draft.articles.set(item.articles.all())
    assert told(article) == {"普法责任": 2, "普法活动记录": 2}
    assert told(article, public=True) == {"普法责任": 1, "普法活动记录": 1}


def test_article_with_another_number_is_not_touched(law, item):
    assert told(ArticleFactory(version=law.current_version, number=999)) == {}


def test_draft_of_an_agency_is_nothing_done_about_an_article(article, item):
    done(item, ActivityState.DRAFT)
    assert told(article) == {"普法责任": 1}


def test_activity_leads_to_the_news_of_it_once_that_is_public(item):
    activity = done(item)
    page = ArticlePageFactory(live=False)
    NewsDraft.objects.create(activity=activity, page=page)
    assert told(activity)["新闻"] == 1
    assert told(activity, public=True) == {"普法责任": 1}
    ArticlePage.objects.filter(pk=page.pk).update(live=True)
    assert told(activity, public=True) == {"普法责任": 1, "新闻": 1}


def test_many_are_counted_and_five_are_named(article, item):
    for _ in range(7):
        done(item)
    [_items, activities] = touching(article, public=True)
    assert (activities.count, len(activities.rows)) == (7, 5)


def test_page_of_a_record_costs_the_same_for_one_and_for_three(article, item):
    costs = []
    for number in (1, 2):
        for _ in range(number):
            done(item)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            touching(article, public=False)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_public_page_of_an_article_says_what_was_done_about_it(client, article, law, item):
    activity = done(item, name="社区里的相邻关系课")
    page = client.get(reverse("public:article", args=[law.slug, article.ref])).content.decode()
    assert "本区围绕这一条" in page
    assert reverse("public:activity", args=[activity.pk]) in page
    assert f"{reverse('public:duty_list', args=[item.list.year])}#item-{item.key}" in page
    listed = client.get(reverse("public:duty_list", args=[item.list.year])).content.decode()
    assert f'id="item-{item.key}"' in listed


def test_page_of_a_duty_in_the_admin_leads_to_its_activities_and_back(client, item):
    activity = done(item)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("duty_items:inspect", args=[item.pk])).content.decode()
    assert reverse("review_desk:inspect", args=[activity.pk]) in page
    page = client.get(reverse("review_desk:inspect", args=[activity.pk])).content.decode()
    assert reverse("duty_items:inspect", args=[item.pk]) in page


def test_activity_in_the_portal_leads_to_the_event_it_was_announced_by(client, item):
    event = EventFactory(state="published")
    activity = done(item, event=event)
    client.force_login(logger_of(activity.host))
    page = client.get(reverse("portal:activity", args=[activity.pk])).content.decode()
    assert reverse("public:event", args=[event.pk]) in page
