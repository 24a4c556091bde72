"""What somebody wants who asks where to go or what is on: an answer above the results, not a statute."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from cms.campaigns.queries.law_days import Occurrence, law_days_between
from cms.events.models import Event
from cms.events.queries import start_of_day, upcoming_events
from cms.places.models import Place
from cms.places.queries.finding import (
    POINT,
    VENUE,
    Found,
    Wanted,
    called_by_name,
    places_found,
    services_offered,
    with_surroundings,
)
from cms.places.queries.naming import community_named
from search.chinese.dates import chinese_date, day_of, months_span
from search.chinese.folding import normalise
from search.chinese.numerals import CHARACTERS, in_digits

SHOWN = 3
DAY, WEEK, YEAR = (datetime.timedelta(days=days) for days in (1, 7, 366))
# What is on for a law day is on in the days around it.
AROUND = 3 * DAY
# Far enough for 最近 and 近期.
SOON = datetime.timedelta(days=60)
_WHERE = re.compile("在哪|哪里|哪儿|地址|电话|怎么去|怎么走|附近|最近的|几点|开门|开放|营业")
_POINT = re.compile("法律服务|法律援助|公证|调解|律师|司法所|工作站|工作室|服务站|服务中心|法律咨询")
# An office by its name alone: whoever types it wants to go there.
_OFFICE = re.compile(
    "[^的]{0,8}?(?:公证处|司法所|公共法律服务(?:中心|站|工作站|工作室)|法律援助(?:中心|处|站|工作站)|(?:人民)?调解委员会|调委会)"
)
# How a service says what is done about its matter: 公证指引 is about 公证.
_SERVICE_ENDING = re.compile("(?:指引|申请|办理)$")
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?(?:份)?")
_DATE_NUMERAL = re.compile(f"[{CHARACTERS}]+(?=[年月日号])")
_WEEKDAY = re.compile("(?P<next>下)?个?(?<!一)(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_WEEKDAYS = {
    name: place for place, names in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for name in names
}
# What a law day may be called by, without more; and how its name begins that nobody says.
_LAW_DAY = re.compile("[\u4e00-\u9fff]{2}(?:日|周|月|节)")
_NATION = re.compile("^(?:国家|全国|全民|中国|世界|国际)(?=.{3})")
_VENUE = re.compile("法治(?:文化)?(?:公园|广场|长廊|馆|园|小院|图书角|阵地)|宪法广场|普法阵地")
_EVENT = re.compile("讲座|活动|日程|夜校|宣讲|集市|开放日|课堂|普法|晨读|法律咨询")
_HOTLINE = re.compile("12348|法律(?:服务|咨询|援助)(?:热线|电话)|(?:免费|在线)(?:律师|法律咨询)")


@dataclass(frozen=True)
class Cards:
    """Any of them may be empty. `when` says in words which days the events are of; where nothing is on then,
    the events are `later` ones.
    """

    events: tuple[Event, ...] = ()
    when: str = ""
    later: bool = False
    places: tuple[Found, ...] = ()
    named: Place | None = None
    hotline: bool = False

    def __bool__(self) -> bool:
        return bool(self.events or self.later or self.places or self.hotline)


def cards_for(query: str, now: datetime.datetime) -> Cards:
    """The cards of a question; `now` by the clock here. Free where it asks neither where nor when."""
    query, today = normalise(query).strip(), now.date()
    days = _days_meant(query, today)
    what = POINT if _POINT.search(query) else VENUE if _VENUE.search(query) else ""
    hotline = bool(_HOTLINE.search(query))
    if not (days or what):
        return Cards(hotline=hotline)
    found = community_named(query)
    named, near = found or (None, None)
    places: Sequence[Found] = ()
    if what and (named or _WHERE.search(query) or _OFFICE.fullmatch(query)):
        town = named.subdistrict.code if named and named.subdistrict else ""
        wanted = Wanted(what=what, town=town, service=_service(query, what))
        places = called_by_name(query, now) or places_found(wanted, now, near)
    when, first, last = days or ("", today, today)
    events = tuple(_events(first, last, named)) if days else ()
    later = bool(_EVENT.search(query)) and bool(days) and not events and last >= today
    if later:
        events = tuple(_events(today, today + YEAR, named))
    return Cards(events, when, later, tuple(with_surroundings(places[:SHOWN])), named, hotline)


def _days_meant(query: str, today: datetime.date) -> tuple[str, datetime.date, datetime.date] | None:
    """The days for which one asks what is on, with their name; None where nobody asks that."""
    asked = in_digits(query, _DATE_NUMERAL)
    if _EVENT.search(query) and (days := _days(query, today) or _date(_DATE.search(asked), today)):
        return days
    if (whole := _DATE.fullmatch(asked)) and (days := _date(whole, today)):
        return days
    law_day = _law_day(asked, today) if _LAW_DAY.search(asked) else None
    if law_day is None:
        return None
    return f"{law_day.name}前后", law_day.starts_on - AROUND, law_day.ends_on + AROUND


def _date(match: re.Match | None, today: datetime.date) -> tuple[str, datetime.date, datetime.date] | None:
    """The day or month that is written, the next to come where no year is; None of what is no date."""
    if match is None:
        return None
    for year in (int(match["year"]),) if match["year"] else (today.year, today.year + 1):
        if match["day"]:
            day = day_of(year, match["month"], match["day"])
            span = (day, day) if day else None
        else:
            month = int(match["month"])
            span = months_span(year, month, month) if 1 <= month <= 12 else None
        if span and (match["year"] or span[1] >= today):
            name = chinese_date(span[0], in_year=today.year)
            return name if match["day"] else name[: name.index("月") + 1], *span
    return None


def _law_day(asked: str, today: datetime.date) -> Occurrence | None:
    """The law day that the words name, as it comes next; the longest name counts."""
    coming = law_days_between(today, today + YEAR)
    named = [each for each in coming if _NATION.sub("", each.name) in asked]
    return max(named, key=lambda each: (len(each.name), -each.starts_on.toordinal()), default=None)


def _days(query: str, today: datetime.date) -> tuple[str, datetime.date, datetime.date] | None:
    """The days that the words name, with their name: first and last."""
    monday = today - DAY * today.weekday()
    if weekday := _WEEKDAY.search(query):
        day = monday + DAY * _WEEKDAYS[weekday["day"]]
        if weekday["next"] or day < today:
            day += WEEK
        return weekday[0], day, day
    month_after = (today.replace(day=1) + 31 * DAY).replace(day=1)
    for words, first, last in (
        ("今天", today, today),
        ("明天", today + DAY, today + DAY),
        ("后天", today + 2 * DAY, today + 2 * DAY),
        ("下周末", monday + WEEK + 5 * DAY, monday + WEEK + 6 * DAY),
        ("下周", monday + WEEK, monday + WEEK + 6 * DAY),
        ("周末", monday + 5 * DAY, monday + 6 * DAY),
        ("本周", today, monday + 6 * DAY),
        ("这周", today, monday + 6 * DAY),
        ("下个月", month_after, (month_after + 31 * DAY).replace(day=1) - DAY),
        ("下月", month_after, (month_after + 31 * DAY).replace(day=1) - DAY),
        ("这个月", today, month_after - DAY),
        ("本月", today, month_after - DAY),
        ("最近", today, today + SOON),
        ("近期", today, today + SOON),
        ("接下来", today, today + SOON),
    ):
        if words in query:
            return words, first, last
    return None


def _events(first: datetime.date, last: datetime.date, named: Place | None):
    found = upcoming_events(timezone.now()).filter(
        ends_at__gte=start_of_day(first), starts_at__lt=start_of_day(last + DAY)
    )
    if named and named.subdistrict:
        town = named.subdistrict
        found = found.filter(venue__place__in=Place.objects.within(town)) | found.filter(
            venue=None, host__place__in=Place.objects.within(town)
        )
    return found[:SHOWN]


def _service(query: str, what: str) -> str:
    """The longest service whose matter the question names, as the points call it."""
    if what != POINT:
        return ""
    named = [each for each in services_offered() if _matter(each) in query or each in query]
    return max(named, key=len, default="")


def _matter(service: str) -> str:
    return _SERVICE_ENDING.sub("", service).removeprefix("人民")
