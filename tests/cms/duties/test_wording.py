"""How duties and activities are told in words."""

from datetime import datetime

import pytest
from django.utils import timezone

from cms.duties.models import ActivityRecord
from cms.duties.queries.wording import held_on


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "told"),
    [
        ((2026, 3, 8, 14), (2026, 3, 8, 16), "2026年3月8日 14:00 至 16:00"),
        ((2026, 3, 8, 14), (2026, 3, 9, 16), "2026年3月8日 14:00 至 3月9日 16:00"),
        ((2026, 12, 31, 14), (2027, 1, 1, 16), "2026年12月31日 14:00 至 2027年1月1日 16:00"),
        ((2026, 3, 8, 14), (2026, 3, 8, 14), "2026年3月8日 14:00"),
        ((2026, 3, 8, 14), None, "2026年3月8日 14:00"),
        # Both at midnight: the day alone is known.
        ((2026, 3, 8), (2026, 3, 8), "2026年3月8日"),
        ((2026, 3, 8), (2026, 3, 9), "2026年3月8日 至 2026年3月9日"),
        (None, None, ""),
    ],
)
def test_time_of_an_activity_says_each_day_once(starts_at, ends_at, told):
    moments = (each and timezone.make_aware(datetime(*each)) for each in (starts_at, ends_at))
    assert held_on(ActivityRecord(**dict(zip(("starts_at", "ends_at"), moments, strict=True)))) == told
