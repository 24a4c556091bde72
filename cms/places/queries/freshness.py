"""How old what is told of a place is, and which of it somebody should look at again."""

from datetime import date, timedelta

from django.db.models import F, Q

from cms.places.models import Location

STALE_AFTER_DAYS = 365
# The longest ago first, before all what nobody ever checked.
OLDEST_FIRST = (F("checked_on").asc(nulls_first=True), "code")


def stale(on: date) -> Q:
    """What is open and was not checked for more than a year."""
    long_ago = Q(checked_on__lt=on - timedelta(days=STALE_AFTER_DAYS))
    return Q(is_open=True) & (Q(checked_on=None) | long_ago)


def is_stale(location: Location, on: date) -> bool:
    if location.checked_on is None:
        return location.is_open
    return location.is_open and (on - location.checked_on).days > STALE_AFTER_DAYS


def months_since(day: date, on: date) -> int:
    """Whole months that have passed."""
    return (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
