import pytest

from cms.campaigns.models import Audience, Setting
from search.models import SearchDocument
from search.service import reindex
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory, VenueFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


def facets_of(event) -> dict:
    reindex([event])
    return SearchDocument.objects.get(kind="event").facets


def test_event_tells_who_where_for_whom_and_which_law():
    community = CommunityFactory()
    event = EventFactory(
        host=AgencyFactory(short_name="司法局"), venue=VenueFactory(place=community), address=""
    )
    setting, audience, law = Setting.objects.first(), Audience.objects.first(), LawFactory()
    event.settings.add(setting)
    event.audiences.add(audience)
    event.laws.add(law)
    assert facets_of(event) == {
        "agency": ["司法局"],
        "subdistrict": [community.parent.name],
        "setting": [setting.name],
        "audience": [audience.name],
        "law": [law.short_title],
    }


def test_event_without_a_venue_is_in_the_subdistrict_of_its_host():
    place = SubdistrictFactory()
    assert facets_of(EventFactory(host=AgencyFactory(place=place)))["subdistrict"] == [place.name]


def test_event_of_the_district_is_in_no_subdistrict():
    assert facets_of(EventFactory())["subdistrict"] == []
