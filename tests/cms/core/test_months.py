from datetime import UTC, datetime

import pytest

from cms.core.months import span_of_months


@pytest.mark.parametrize(
    ("months", "begun", "after"),
    [
        ((1, 1), (2025, 12, 31), (2026, 1, 31)),
        ((4, 6), (2026, 3, 31), (2026, 6, 30)),
        ((12, 12), (2026, 11, 30), (2026, 12, 31)),
        ((1, 12), (2025, 12, 31), (2026, 12, 31)),
    ],
)
def test_month_begins_at_midnight_here_which_is_four_in_the_afternoon_before_elsewhere(months, begun, after):
    bounds = tuple(moment.astimezone(UTC) for moment in span_of_months(2026, *months))
    assert bounds == (datetime(*begun, 16, tzinfo=UTC), datetime(*after, 16, tzinfo=UTC))
