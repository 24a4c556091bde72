"""How the portal words dates and states."""

import datetime

import segno
from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from cms.advisers.permissions import keeps_service
from cms.agencies.permissions import looks_after_places
from cms.duties.enums import ActivityState
from cms.events.permissions import can_receive
from cms.inbox.queries import unread_count
from cms.people.permissions import coordinates, is_known_person
from cms.places.queries.freshness import months_since
from cms.training.permissions import meets_trainings
from cms.volunteering.permissions import calls_volunteers, is_volunteer
from search.chinese.dates import chinese_date

register = template.Library()
register.filter("unread", unread_count)
register.filter("coordinates", coordinates)
register.filter("keeps_service", keeps_service)
register.filter("meets_trainings", meets_trainings)
register.filter("receives", can_receive)
register.filter("is_known", is_known_person)
register.filter("answers_calls", is_volunteer)
register.filter("calls_volunteers", calls_volunteers)
register.filter("looks_after_places", looks_after_places)

STATE_TONES = {
    ActivityState.DRAFT: "",
    ActivityState.SUBMITTED: "tag--warn",
    ActivityState.RESUBMITTED: "tag--warn",
    ActivityState.RETURNED: "tag--stop",
    ActivityState.APPROVED: "tag--ok",
    ActivityState.PUBLISHED: "tag--ok",
}


@register.filter
def scannable(code: str) -> SafeString:
    """A code to be held before the camera at the door: dark on light, whatever the scheme of colours."""
    drawn = segno.make(code, error="m", micro=False)
    return mark_safe(drawn.svg_inline(scale=6, dark="#000", light="#fff", svgclass="scannable"))


@register.filter
def near_date(day: datetime.date) -> str:
    """11月26日; with the year where it is not this one."""
    return chinese_date(day, in_year=timezone.localdate().year)


@register.filter
def due(day: datetime.date, today: datetime.date) -> str:
    """A deadline relative and absolute: 还有3天，11月26日."""
    days = (day - today).days
    if days == 0:
        return f"今天到期，{near_date(day)}"
    return f"还有{days}天，{near_date(day)}" if days > 0 else f"已逾期{-days}天，{near_date(day)}"


@register.filter
def since(moment: datetime.datetime) -> str:
    """A past moment relative and absolute: 3天前，11月20日 09:30."""
    local = timezone.localtime(moment)
    days = (timezone.localdate() - local.date()).days
    relative = {0: "今天", 1: "昨天"}.get(days, f"{days}天前")
    return f"{relative}，{near_date(local.date())} {local:%H:%M}"


@register.filter
def checked_ago(day: datetime.date) -> str:
    """When facts were last checked: 核验于 14 个月前; the day where it is not a month ago."""
    months = months_since(day, timezone.localdate())
    return f"核验于 {months} 个月前" if months > 0 else f"{near_date(day)}核验"


@register.filter
def tone(state: str) -> str:
    """The class of the tag that names a state; the tag says it in words as well."""
    return STATE_TONES.get(state, "")


@register.filter
def logs_activities(user) -> bool:
    """True for those whose portal holds activity records."""
    return has_role(user, Role.AGENCY_LOGGER)
