"""Whoever would ask is shown where to go and whom to call; the number is the office's to set."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import timezone

from cms.campaigns.models import HomePage, SiteProfile
from cms.campaigns.services.profile import change_profile
from tests.cms.accounts.factories import UserFactory
from tests.cms.guides.factories import GuideFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, VenueFactory

pytestmark = pytest.mark.django_db
WRITE = "/letters/new/"
TEMPLATES = Path(get_template("base.html").origin.name).parent


@pytest.fixture
def points():
    """One at the named community, one further on, and a venue nearby that answers nothing."""
    community = CommunityFactory(name="枕河居委会", short_name="枕河")
    far = ServicePointFactory(longitude="121.41", latitude="31.2")
    near = ServicePointFactory(place=community, tier=2, parent=far, longitude="121.4", latitude="31.2")
    VenueFactory(longitude="121.4", latitude="31.2")
    return near, far


def shown_in(page: str) -> list[str]:
    panel = re.search(r'<div class="in-person.*?</form>', page, re.DOTALL)[0]
    return re.findall(r'href="(/places/[^"]+)"', panel)


def test_nearest_point_is_shown_where_one_writes(client, points):
    near, far = points
    assert shown_in(client.get(WRITE).content.decode()) == [far.get_absolute_url()]
    page = client.get(WRITE, {"near": "枕河", "kind": "correction", "page": "/events/"}).content.decode()
    assert shown_in(page) == [near.get_absolute_url()]
    assert "离枕河居委会最近的站点" in page
    assert f"/places/?what=point&amp;near={'%E6%9E%95%E6%B2%B3'}" in page
    # What one came with is asked for again.
    assert '<input type="hidden" name="page" value="/events/">' in page
    assert 'name="near" type="hidden"' not in page


def test_place_that_is_not_known_is_told_and_the_centre_stands(client, points):
    page = client.get(WRITE, {"near": "火星<b>"}).content.decode()
    assert "没有认出“火星&lt;b&gt;”" in page
    assert shown_in(page) == [points[1].get_absolute_url()]


def test_without_any_point_the_form_stands(client):
    assert shown_in(client.get(WRITE).content.decode()) == []


def test_nearest_point_is_shown_beside_a_result_that_stays(client, points):
    GuideFactory(state="published", published_at=timezone.now(), slug="wages")
    page = client.get("/guides/wages/ask/?v=1&a=2&a=1&near=枕河").content.decode()
    assert "可以去仲裁" in page
    assert shown_in(page) == [points[0].get_absolute_url()]
    assert [f'name="a" value="{number}"' in page for number in (2, 1)] == [True, True]


def test_hotline_is_what_the_office_set(client, points):
    profile = SiteProfile.for_site(HomePage.objects.get().get_site())
    change_profile(profile, hotline="021-12348", actor=UserFactory(is_superuser=True))
    for path in (WRITE, "/letters/", "/places/", "/people/", points[0].get_absolute_url()):
        page = client.get(path).content.decode()
        assert ('href="tel:021-12348"' in page, 'href="tel:12348"' in page) == (True, False), path


def test_no_page_has_a_number_of_its_own():
    fixed = re.compile(r"tel:\d|拨打 ?\d")
    assert [path.name for path in TEMPLATES.rglob("*.html") if fixed.search(path.read_text())] == []


def test_what_is_printed_says_where_to_go_and_not_what_is_pressed(client, points):
    page = client.get(WRITE).content.decode()
    panel = re.search(r'<div class="in-person".*?</form>', page, re.DOTALL)[0]
    assert '<form class="no-print"' in panel
    assert 'class="in-person no-print"' not in page
