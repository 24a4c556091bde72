"""How the portal words dates and states."""

import datetime

import segno
from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

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
register.filter("coordinates", coordinates)


def logs_activities(user) -> bool:
    """True for those whose portal holds activity records."""
    return has_role(user, Role.AGENCY_LOGGER)


STATE_TONES = {
    ActivityState.DRAFT: "",
    ActivityState.SUBMITTED: "tag--warn",
    ActivityState.RESUBMITTED: "tag--warn",
    ActivityState.RETURNED: "tag--stop",
    ActivityState.APPROVED: "tag--ok",
    ActivityState.PUBLISHED: "tag--ok",
}

# Address, what it is called, whose it is; what is done most often first.
NAVIGATION = (
    ("home", _("工作台"), None),
    ("reminders", _("提醒"), None),
    ("activities", _("活动记录"), logs_activities),
    ("nominations", _("推荐"), coordinates),
    ("mine", _("我的"), is_known_person),
    ("honours", _("示范创建"), coordinates),
    ("events", _("办活动"), can_receive),
    ("advisers", _("法律顾问"), keeps_service),
    ("trainings", _("培训"), meets_trainings),
    ("calls", _("志愿服务"), lambda user: is_volunteer(user) or calls_volunteers(user)),
    ("places", _("阵地"), looks_after_places),
    ("reviews", _("评议"), logs_activities),
    ("figures", _("统计"), logs_activities),
)
IN_ONE_LINE = 4


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


@register.inclusion_tag("portal/includes/nav.html", takes_context=True)
def portal_nav(context) -> dict:
    """Where this account has work, on a phone in one line: the first few, and what is more behind a word."""
    user, path = context["user"], context["request"].path
    entries = [
        {
            "label": label,
            "url": reverse(f"portal:{name}"),
            "count": name == "reminders" and unread_count(user),
        }
        for name, label, is_theirs in NAVIGATION
        if is_theirs is None or is_theirs(user)
    ]
    many = len(entries) > IN_ONE_LINE + 1
    first, rest = (entries[:IN_ONE_LINE], entries[IN_ONE_LINE:]) if many else (entries, [])
    is_in_rest = any(entry["url"] == path for entry in rest)
    return {"first": first, "rest": rest, "is_in_rest": is_in_rest, "request": context["request"]}
