from datetime import date, timedelta

import pytest

from cms.campaigns.models import Audience, HomePage, Setting
from cms.campaigns.queries import (
    audience_named,
    campaigns_citing,
    current_campaign,
    leading_campaign,
    newest_entries,
    setting_named,
)
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, TopicPageFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 4)


def campaign(first: int, last: int, **kwargs):
    return CampaignPageFactory(
        starts_on=DAY + timedelta(days=first), ends_on=DAY + timedelta(days=last), **kwargs
    )


@pytest.mark.parametrize(
    ("first", "last", "runs"), [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)]
)
def test_campaign_runs_from_its_first_to_its_last_day(first, last, runs):
    page = campaign(first, last)
    assert current_campaign(DAY) == (page if runs else None)


def test_draft_campaign_does_not_lead():
    campaign(0, 3, live=False)
    assert leading_campaign(DAY) is None


def test_running_campaign_leads_before_coming_and_past_ones():
    past, coming, far = campaign(-9, -7), campaign(2, 3), campaign(20, 30)
    assert leading_campaign(DAY) == coming
    running = campaign(-1, 1)
    assert leading_campaign(DAY) == running
    for page in (running, coming, far):
        page.delete()
    assert leading_campaign(DAY) == past


def test_of_two_running_campaigns_the_younger_leads():
    campaign(-20, 20)
    younger = campaign(-1, 1)
    assert leading_campaign(DAY) == younger


def test_newest_entries_hold_no_columns_and_not_the_one_that_leads():
    topic = TopicPageFactory()
    lead = CampaignPageFactory(parent=topic)
    article = ArticlePageFactory(parent=topic)
    ArticlePageFactory(parent=topic, live=False)
    found = newest_entries(HomePage.objects.get(), without=lead)
    assert [page.pk for page in found] == [article.pk]


def test_campaigns_are_found_by_the_laws_they_explain():
    law, other = LawFactory(), LawFactory()
    page = CampaignPageFactory(laws=[law])
    assert list(campaigns_citing([law.pk])) == [page]
    assert list(campaigns_citing([other.pk])) == []


def test_eight_settings_stand_in_the_order_of_the_plan():
    assert [setting.name for setting in Setting.objects.active()] == [
        "机关", "社区", "学校", "企业", "单位", "网络", "军营", "公共场所",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["社区", "进社区", "乡村", "进乡村", " 居村 "])
def test_setting_is_found_by_name_or_alias(name):
    assert setting_named(name).name == "社区"


def test_unknown_setting_is_not_guessed():
    assert setting_named("月球") is None
    assert audience_named("火星人") is None


def test_inactive_audience_is_no_longer_offered_but_still_known():
    Audience.objects.filter(name="青少年").update(active=False)
    assert "青少年" not in [row.name for row in Audience.objects.active()]
    assert audience_named("青少年") is not None
