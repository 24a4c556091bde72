"""What is told of a place grows old after a year, and says so in whole months."""

from datetime import date

import pytest

from cms.places.models import Venue
from cms.places.queries.freshness import OLDEST_FIRST, is_stale, months_since, stale
from tests.cms.places.factories import VenueFactory

TODAY = date(2026, 11, 27)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("checked", "is_open", "expected"),
    [
        (None, True, True),
        (date(2025, 11, 26), True, True),
        (date(2025, 11, 27), True, False),
        (TODAY, True, False),
        (date(2020, 1, 1), False, False),
        (None, False, False),
    ],
)
def test_open_place_is_stale_after_a_year(checked, is_open, expected):
    venue = VenueFactory(checked_on=checked, is_open=is_open)
    assert (is_stale(venue, TODAY), Venue.objects.filter(stale(TODAY)).exists()) == (expected, expected)


@pytest.mark.django_db
def test_what_nobody_ever_checked_stands_first():
    days = [date(2026, 1, 1), None, date(2024, 1, 1)]
    for day in days:
        VenueFactory(checked_on=day)
    found = Venue.objects.order_by(*OLDEST_FIRST).values_list("checked_on", flat=True)
    assert list(found) == [None, date(2024, 1, 1), date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 11, 27), 0),
        (date(2026, 10, 28), 0),
        (date(2026, 10, 27), 1),
        (date(2025, 9, 27), 14),
        (date(2025, 9, 28), 13),
    ],
)
def test_months_are_whole(day, months):
    assert months_since(day, TODAY) == months
