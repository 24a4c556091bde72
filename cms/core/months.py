"""Months by the clock here, as bounds a database can compare with: no date is worked out for each row."""

from datetime import datetime

from django.utils import timezone


def span_of_months(year: int, first: int, last: int) -> tuple[datetime, datetime]:
    """The first moment of month `first` of a year (1 to 12), and the first after month `last`."""
    after = datetime(year, last + 1, 1) if last < 12 else datetime(year + 1, 1, 1)
    return timezone.make_aware(datetime(year, first, 1)), timezone.make_aware(after)
