"""What somebody wants who asks where to go or what is on: an answer above the results, not a statute."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from cms.events.models import Event
from cms.events.queries import start_of_day, upcoming_events
from cms.places.models import Place
from cms.places.queries.finding import (
    POINT,
    VENUE,
    Found,
    Wanted,
    places_found,
    services_offered,
    spot_named,
)

SHOWN = 3
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
# Far enough for 最近 and 近期.
SOON = datetime.timedelta(days=60)
_WHERE = re.compile("在哪|哪里|哪儿|地址|电话|怎么去|怎么走|附近|最近的|几点|开门|开放|营业")
_POINT = re.compile("法律服务|法律援助|公证|调解|律师|司法所|工作站|工作室|服务站|服务中心|法律咨询")
_VENUE = re.compile("法治(?:文化)?(?:公园|广场|长廊|馆|园|小院|图书角|阵地)|宪法广场|普法阵地")
_EVENT = re.compile("讲座|活动|日程|夜校|宣讲|集市|开放日|课堂|普法|晨读")
_HOTLINE = re.compile("12348|法律(?:服务|咨询|援助)(?:热线|电话)|(?:免费|在线)(?:律师|法律咨询)")


@dataclass(frozen=True)
class Cards:
    """Any of them may be empty. `when` says in words which days the events are of."""

    events: tuple[Event, ...] = ()
    when: str = ""
    places: tuple[Found, ...] = ()
    named: Place | None = None
    hotline: bool = False

    def __bool__(self) -> bool:
        return bool(self.events or self.places or self.hotline)


def cards_for(query: str, now: datetime.datetime) -> Cards:
    """The cards of a question; `now` by the clock here. Free where it asks neither where nor when."""
    days = _days(query, now.date()) if _EVENT.search(query) else None
    what = POINT if _POINT.search(query) else VENUE if _VENUE.search(query) else ""
    hotline = bool(_HOTLINE.search(query))
    if not (days or what):
        return Cards(hotline=hotline)
    found = spot_named(query)
    named, near = found or (None, None)
    places: Sequence[Found] = ()
    if what and (named or _WHERE.search(query)):
        town = named.subdistrict.code if named and named.subdistrict else ""
        places = places_found(Wanted(what=what, town=town, service=_service(query, what)), now, near)
    events = _events(days[1], days[2], named) if days else ()
    return Cards(tuple(events), days[0] if days else "", tuple(places[:SHOWN]), named, hotline)


def _days(query: str, today: datetime.date) -> tuple[str, datetime.date, datetime.date] | None:
    """The days that the words name, with their name: first and last."""
    monday = today - DAY * today.weekday()
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
    found = upcoming_events(timezone.localdate()).filter(
        ends_at__gte=start_of_day(first), starts_at__lt=start_of_day(last + DAY)
    )
    if named and named.subdistrict:
        town = named.subdistrict
        found = found.filter(venue__place__in=Place.objects.within(town)) | found.filter(
            venue=None, host__place__in=Place.objects.within(town)
        )
    return found[:SHOWN]


def _service(query: str, what: str) -> str:
    """The longest service that the question names as the points call it, or the beginning of one."""
    if what != POINT:
        return ""
    named = [each for each in services_offered() if each in query or each[:4] in query]
    return max(named, key=len, default="")
