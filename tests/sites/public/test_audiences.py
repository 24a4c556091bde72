"""The entrance of a group gathers what is for it; where nothing is, what is for everybody."""

import re

import pytest
from django.utils import timezone

from cms.campaigns.models import Audience
from cms.guides.queries.audiences import laws_for
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.guides.factories import GuideFactory
from tests.cms.places.factories import ServicePointFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def elders():
    return Audience.objects.create(name="高龄老人", prefers_access=True)


def page(client, audience) -> str:
    return client.get(audience.get_absolute_url()).content.decode()


def test_entrance_gathers_what_is_for_the_group(client, elders):
    law, other = LawFactory(), LawFactory()
    mine = {"state": "published", "published_at": timezone.now()}
    guide, foreign = GuideFactory(title="给老人", **mine), GuideFactory(title="给别人", **mine)
    event, activity = (
        EventFactory(title="老人讲座", state="published"),
        ActivityFactory(name="老人活动", **mine),
    )
    CampaignPageFactory(title="敬老月", audiences=[elders], laws=[law])
    for each in (guide, event, activity):
        each.audiences.add(elders)
    guide.laws.add(law, other)
    text = page(client, elders)
    for words in ("给老人", "老人讲座", "老人活动", "敬老月", law.short_title):
        assert words in text
    assert foreign.title not in text
    assert laws_for(elders) == [law, other]


def test_entrance_is_never_empty(client, elders):
    for words in ("指引还在编写", "站点还没有登记", "近期还没有安排", "12348"):
        assert words in page(client, elders)
    GuideFactory(title="大家用的", state="published", published_at=timezone.now())
    EventFactory(title="人人可来", state="published")
    text = page(client, elders)
    for words in ("大家常用的指引", "大家用的", "近期活动", "人人可来"):
        assert words in text


def test_places_one_gets_into_stand_first_where_that_matters(client, elders):
    ServicePointFactory(name="甲站", code="1", barrier_free="")
    ServicePointFactory(name="乙站", code="2", barrier_free="坡道")
    others = Audience.objects.create(name="其他人")
    for audience, expected in ((elders, True), (others, False)):
        text = page(client, audience)
        assert (text.index("乙站") < text.index("甲站")) is expected


def test_group_no_longer_used_has_no_entrance(client, elders):
    assert "高龄老人" in client.get("/for/").content.decode()
    Audience.objects.filter(pk=elders.pk).update(active=False)
    assert client.get(elders.get_absolute_url()).status_code == 404
    assert "高龄老人" not in client.get("/for/").content.decode()


def test_way_to_the_nearest_leads_to_places_one_gets_into(client, elders):
    ServicePointFactory(name="有坡道的站", barrier_free="坡道")
    ServicePointFactory(name="要上楼的站", barrier_free="")
    (way,) = re.findall(r'href="([^"]+)">离我最近的', page(client, elders))
    found = client.get(way.replace("&amp;", "&")).content.decode()
    assert ("有坡道的站" in found, "要上楼的站" in found) == (True, False)


def test_riders_shopkeepers_and_teachers_find_themselves_in_the_list(client):
    listed = client.get("/for/").content.decode()
    assert [words in listed for words in ("送外卖", "开店", "老师")] == [True] * 3
