"""What a campaign gathers as it happens: events that are to come, activities that were held."""

from datetime import date

from django import template
from django.utils import timezone

from cms.campaigns.models import BrandPage, CampaignPage
from cms.duties.queries.campaigns import CampaignRecord, campaign_record
from cms.events.queries import schedule, upcoming_events
from cms.events.queries.agenda import held_of_brand, series_of_brand
from cms.events.queries.schedule import Line

register = template.Library()

EVENTS_SHOWN = 10


@register.simple_tag
def schedule_of(campaign: CampaignPage) -> list[tuple[date, tuple[Line, ...]]]:
    """The events of a campaign that are to come, by day."""
    return schedule.schedule_of(campaign.pk, timezone.now())


@register.simple_tag
def brand_of(page: BrandPage) -> dict:
    """What a brand holds: its series, what of them is to come, how often it was held."""
    now = timezone.now()
    return {
        "series": series_of_brand(page.pk),
        "events": upcoming_events(now).filter(series__brand=page.pk)[:EVENTS_SHOWN],
        "held": held_of_brand(page.pk, now),
    }


@register.simple_tag
def record_of(campaign: CampaignPage) -> CampaignRecord | None:
    return campaign_record(campaign)


@register.filter
def is_over(campaign: CampaignPage) -> bool:
    return campaign.ends_on < timezone.localdate()
