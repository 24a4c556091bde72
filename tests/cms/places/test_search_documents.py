"""Places are found by their words, and not once they are closed."""

import pytest

from search.models import SearchDocument
from tests.cms.places.factories import ServicePointFactory, SubdistrictFactory, VenueFactory

pytestmark = pytest.mark.django_db


def known(kind) -> list[str]:
    return list(SearchDocument.objects.filter(kind=kind, deleted=False).values_list("title", flat=True))


@pytest.mark.parametrize(("factory", "kind"), [(VenueFactory, "venue"), (ServicePointFactory, "point")])
def test_place_is_found_while_it_is_open(factory, kind):
    place = factory(name="清溪法治园")
    assert known(kind) == ["清溪法治园"]
    place.is_open = False
    place.save()
    assert known(kind) == []


def test_point_is_found_by_town_service_and_telephone():
    town = SubdistrictFactory(name="柳岸街道")
    ServicePointFactory(place=town, services="法律援助申请", office_phone="021-60000012")
    document = SearchDocument.objects.get(kind="point")
    assert all(words in document.body for words in ("柳岸街道", "法律援助申请", "021-60000012"))
    assert document.facets["subdistrict"] == ["柳岸街道"]
