"""What a page touches, in the editor beside its words."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.duties.services import draft_news
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, CasePageFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def editor_of(client, page) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_editor_of_a_campaign_leads_to_its_events_and_activities(client, office):
    page = CampaignPageFactory()
    event, activity = EventFactory(campaign=page), ActivityFactory(campaign=page, state="published")
    shown = editor_of(client, page)
    assert "普法活动预告（1）" in shown
    assert reverse("events:inspect", args=[event.pk]) in shown
    assert reverse("review_desk:inspect", args=[activity.pk]) in shown


def test_editor_of_news_leads_to_the_activity_it_tells_of(client, office):
    activity = ActivityFactory(state="approved")
    shown = editor_of(client, draft_news(activity, actor=office).page)
    assert reverse("review_desk:inspect", args=[activity.pk]) in shown


@pytest.mark.parametrize("factory", [CampaignPageFactory, CasePageFactory, ArticlePageFactory])
def test_editor_says_nothing_of_relations_where_there_are_none(factory, client, office):
    page = factory()
    assert ">关联<" not in editor_of(client, page).replace("\n", "").replace(" ", "")
