"""What the first page shows, computed for today."""

from django import template
from django.utils import timezone

from cms.campaigns.queries import leading_campaign, newest_entries
from cms.campaigns.queries.law_days import Occurrence, coming_law_days
from cms.duties.queries import district_figures
from cms.events.queries import next_events
from cms.statutes.models import Law

register = template.Library()

EVENTS_SHOWN = 4
LAW_DAYS_SHOWN = 3
ENTRIES_SHOWN = 6
# Laws that people ask for by name; those not imported are left out.
KNOWN_LAWS = ("宪法", "民法典", "劳动合同法", "未成年人保护法", "治安管理处罚法")


@register.simple_tag
def lead_campaign():
    return leading_campaign(timezone.localdate())


@register.simple_tag
def known_laws() -> list[Law]:
    found = {law.short_title: law for law in Law.objects.with_text().filter(short_title__in=KNOWN_LAWS)}
    return [found[name] for name in KNOWN_LAWS if name in found]


@register.simple_tag
def coming_events():
    return next_events(timezone.now(), EVENTS_SHOWN)


@register.simple_tag
def law_days() -> list[Occurrence]:
    return coming_law_days(timezone.localdate())[:LAW_DAYS_SHOWN]


@register.simple_tag
def figures():
    return district_figures(timezone.localdate().year)


@register.simple_tag
def newest(home, without=None):
    """The newest pages but the one that already leads."""
    return newest_entries(home, without=without).specific()[:ENTRIES_SHOWN]
