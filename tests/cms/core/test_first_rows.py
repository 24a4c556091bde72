"""What waits is read once where it all can be shown; only where more wait are they counted."""

import pytest

from cms.core.first_rows import first_rows
from cms.places.models import Place
from tests.cms.places.factories import SubdistrictFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("wait", "shown", "reads"), [(0, 0, 1), (2, 2, 1), (3, 2, 2)])
def test_first_rows_and_how_many_wait(wait, shown, reads, django_assert_num_queries):
    SubdistrictFactory.create_batch(wait)
    with django_assert_num_queries(reads):
        found = first_rows(Place.objects.subdistricts().order_by("pk"), 2)
    assert (len(found.rows), found.count) == (shown, wait)
