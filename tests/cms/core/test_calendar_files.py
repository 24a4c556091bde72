"""Calendar files, read back by the library that calendars are read with."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from cms.core.calendar_files import Entry, calendar_file

SHANGHAI = ZoneInfo("Asia/Shanghai")


def entry(**given) -> Entry:
    starts_at = datetime(2026, 12, 4, 9, 30, tzinfo=SHANGHAI)
    usual = {
        "uid": "event-1@example.org",
        "title": "宪法宣传周广场活动",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "changed_at": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    }
    return Entry(**{**usual, **given})


def read(*entries: Entry) -> Calendar:
    return Calendar.from_ical(calendar_file("普法日程", entries))


def test_one_occasion_as_a_calendar_reads_it():
    made = read(
        entry(place="宪法广场，东门", details="请带身份证；\n老人优先", url="https://example.org/events/1/")
    )

    (found,) = made.walk("VEVENT")
    assert str(made["x-wr-calname"]) == "普法日程"
    assert {
        name: str(found[name]) for name in ("uid", "summary", "location", "description", "url", "status")
    } == {
        "uid": "event-1@example.org",
        "summary": "宪法宣传周广场活动",
        "location": "宪法广场，东门",
        "description": "请带身份证；\n老人优先",
        "url": "https://example.org/events/1/",
        "status": "CONFIRMED",
    }
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (
        datetime(2026, 12, 4, 1, 30, tzinfo=UTC),
        datetime(2026, 12, 4, 3, 30, tzinfo=UTC),
    )


def test_a_later_change_carries_a_higher_number():
    first, second = entry(), entry(changed_at=datetime(2026, 11, 20, 8, 1, tzinfo=UTC))

    numbers = [found.decoded("sequence") for found in read(first, second).walk("VEVENT")]

    assert numbers[1] == numbers[0] + 1


def test_a_cancelled_occasion_says_so_to_every_calendar():
    (found,) = read(entry(is_cancelled=True)).walk("VEVENT")

    assert (str(found["status"]), str(found["summary"])) == ("CANCELLED", "【已取消】宪法宣传周广场活动")


def test_a_line_break_in_a_title_begins_no_line_of_the_file():
    made = calendar_file("普法日程", [entry(title="讲座\r\nATTENDEE:mailto:x@example.org")])

    assert b"\r\nATTENDEE" not in made
