from datetime import UTC, date, datetime

from cms.core.values import in_words


def test_days_and_moments_are_told_in_chinese_by_the_clock_here():
    assert in_words(date(2026, 11, 28)) == "2026年11月28日"
    assert in_words(datetime(2026, 11, 27, 16, 5, tzinfo=UTC)) == "2026年11月28日 00:05"
