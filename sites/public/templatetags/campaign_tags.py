"""What a campaign gathers as it happens: events that are to come, activities that were held."""

from django import template
from django.utils import timezone

from cms.campaigns.models import BrandPage, CampaignPage
from cms.duties.queries.campaigns import CampaignRecord, campaign_record
from cms.events.queries import upcoming_events
from cms.events.queries.agenda import held_of_brand, series_of_brand

register = template.Library()

EVENTS_SHOWN = 10


@register.simple_tag
def events_to_come(campaign: CampaignPage):
    return upcoming_events(timezone.localdate()).filter(campaign=campaign.pk)[:EVENTS_SHOWN]


@register.simple_tag
def brand_of(page: BrandPage) -> dict:
    """What a brand holds: its series, what of them is to come, how often it was held."""
    today = timezone.localdate()
    return {
        "series": series_of_brand(page.pk),
        "events": upcoming_events(today).filter(series__brand=page.pk)[:EVENTS_SHOWN],
        "held": held_of_brand(page.pk, today),
    }


@register.simple_tag
def record_of(campaign: CampaignPage) -> CampaignRecord | None:
    return campaign_record(campaign)


@register.filter
def is_over(campaign: CampaignPage) -> bool:
    return campaign.ends_on < timezone.localdate()
