"""The grid of a month, put together by hand: a template takes ten times as long over its days and lines."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from cms.events.queries.agenda import Day

register = template.Library()

WEEKDAYS = "一二三四五六日"
CELL = (
    '<td class="{}"{}><time class="month__day" datetime="{}">{}'
    '<span class="month__week"> 星期{}</span></time>{}{}{}</td>'
)
LAW_DAY = '<p class="month__law-day">{}{}</p>'
EVENT = '<li><a href="{}"><span class="month__time">{}</span> {}</a></li>'


@register.simple_tag
def month_rows(weeks: Iterable[list[Day]], today: date) -> SafeString:
    """A row for each week."""
    return mark_safe("\n".join(_row(tuple(week), today) for week in weeks))


@lru_cache(maxsize=500)
def _row(week: tuple[Day, ...], today: date) -> SafeString:
    """Told by all that stands in it: an event in another week leaves it as it is."""
    return format_html("<tr>{}</tr>", format_html_join("\n", "{}", ((_cell(each, today),) for each in week)))


def _cell(each: Day, today: date) -> SafeString:
    marks = {"month__outside": not each.is_inside, "month__empty": not (each.events or each.law_days)}
    law_days = ((day.name, "" if day.confirmed else "（待通知确认）") for day in each.law_days)
    events = (
        (event.get_absolute_url(), f"{localtime(event.starts_at):%H:%M}", event.title)
        for event in each.events
    )
    return format_html(
        CELL,
        " ".join(name for name, holds in marks.items() if holds),
        format_html(' aria-current="{}"', "date") if each.day == today else "",
        each.day.isoformat(),
        each.day.day,
        WEEKDAYS[each.day.weekday()],
        format_html('<span class="month__rest">{}</span>', each.rest) if each.rest else "",
        format_html_join("", LAW_DAY, law_days),
        format_html("<ul>{}</ul>", format_html_join("", EVENT, events)) if each.events else "",
    )
