import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.duties.enums import ActivityState
from tests.cms.duties.factories import ActivityFactory

pytestmark = pytest.mark.django_db
LIST = reverse("public:activities")


def _published(**kwargs):
    return ActivityFactory(state=ActivityState.PUBLISHED, published_at=timezone.now(), **kwargs)


@pytest.mark.parametrize("state", list(ActivityState), ids=str)
def test_only_published_activities_are_public(state, client):
    activity = ActivityFactory(state=state, published_at=timezone.now())
    is_public = state == ActivityState.PUBLISHED
    assert client.get(activity.get_absolute_url()).status_code == (200 if is_public else 404)
    assert (activity.name in client.get(LIST).content.decode()) is is_public


def test_register_costs_the_same_whatever_its_length(client, django_assert_max_num_queries):
    for _ in range(20):
        _published()
    with django_assert_max_num_queries(16):
        assert "20 场" in client.get(LIST).content.decode()


def test_register_is_searched_and_filtered(client):
    one, other = _published(name="甲活动"), _published(name="乙活动")
    for query in ("?q=甲", f"?host={one.host.code}"):
        page = client.get(LIST + query).content.decode()
        assert one.name in page
        assert other.name not in page


def test_feed_is_narrowed_as_the_register_was_the_newest_first(client):
    earlier, later = _published(name="甲活动"), _published(name="乙活动")
    returned = ActivityFactory(state=ActivityState.RETURNED)
    feed = client.get(reverse("public:activities_feed")).content.decode()
    assert re.findall("<title>(.*?)</title>", feed)[1:] == [later.name, earlier.name]
    assert returned.name not in feed
    page = client.get(f"{LIST}?host={earlier.host.code}&page=1").content.decode()
    (narrowed,) = set(re.findall(r'href="(/activities/feed/\?[^"]+)"', page))
    assert re.findall("<title>(.*?)</title>", client.get(narrowed).content.decode())[1:] == [earlier.name]


def test_activity_page_tells_figures_apart_and_names_no_account(client):
    activity = _published(onsite=31, online=207)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "31 人次" in page
    assert "207 人次" in page
    assert "238" not in page
