from datetime import date

import pytest

from cms.people.models import is_minor


@pytest.mark.parametrize(
    ("birth", "on", "minor"),
    [
        ("2008-05-10", date(2026, 5, 9), True),
        ("2008-05-10", date(2026, 5, 10), False),
        ("2008-05-10", date(2026, 5, 11), False),
        # Born on 29 February: 18 with the first of March, where the year has no such day.
        ("2008-02-29", date(2026, 2, 28), True),
        ("2008-02-29", date(2026, 3, 1), False),
        ("2010-02-28", date(2028, 2, 28), False),
        ("2010-03-01", date(2028, 2, 29), True),
        ("2008-12-31", date(2026, 12, 30), True),
        ("2008-12-31", date(2026, 12, 31), False),
        # Only the month is known: to its end.
        ("2008-05", date(2026, 5, 1), True),
        ("2008-05", date(2026, 5, 30), True),
        ("2008-05", date(2026, 5, 31), False),
        ("2008-02", date(2026, 2, 28), True),
        ("2008-02", date(2026, 3, 1), False),
        ("2008-04", date(2026, 4, 30), True),
        ("2008-04", date(2026, 5, 1), False),
        ("", date(2026, 5, 1), False),
        (None, date(2026, 5, 1), False),
    ],
)
def test_one_is_a_minor_until_the_eighteenth_birthday(birth, on, minor):
    assert is_minor(birth, on) is minor
