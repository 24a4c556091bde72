import pytest

from cms.duties.enums import ActivityState
from search.models import SearchDocument
from search.service import reindex
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.places.factories import SubdistrictFactory

pytestmark = pytest.mark.django_db


def test_published_activity_tells_who_where_for_whom_and_which_law():
    place = SubdistrictFactory()
    host = AgencyFactory(short_name="司法所", place=place)
    activity = ActivityFactory(host=host, state=ActivityState.PUBLISHED)
    reindex([activity])
    assert SearchDocument.objects.get(kind="activity").facets == {
        "agency": ["司法所"],
        "subdistrict": [place.name],
        "setting": [activity.settings.get().name],
        "audience": [activity.audiences.get().name],
        "law": [activity.laws.get().short_title],
    }
