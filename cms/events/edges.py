"""What an event stands on, and what stands on it."""

from django.utils import timezone

from cms.campaigns.models import CampaignPage
from cms.campaigns.queries import public_campaigns
from cms.core.edges import Edge, declare
from cms.events.models import Event
from cms.events.queries import events_citing
from cms.statutes.models import Law


def _of_campaign(page):
    return Event.objects.filter(campaign=page.pk).order_by("-starts_at", "-pk")


declare(
    [
        Edge(
            Law,
            "普法活动预告",
            lambda law: Event.objects.filter(laws=law).order_by("-starts_at", "-pk"),
            # A line names each and says when.
            lambda law: events_citing(law).only("title", "starts_at"),
            rests=lambda law: events_citing(law).filter(starts_at__gt=timezone.now()),
        ),
        Edge(CampaignPage, "普法活动预告", _of_campaign, lambda page: _of_campaign(page).published()),
        Edge(
            Event,
            "主题活动",
            lambda event: CampaignPage.objects.filter(pk=event.campaign_id),
            lambda event: public_campaigns().filter(pk=event.campaign_id),
        ),
        # The page itself names its laws among its facts.
        Edge(Event, "法律法规", lambda event: event.laws.prefetch_related("versions")),
    ],
    telling_of=("agencies", "campaigns", "events", "media", "places", "statutes", "wagtailcore"),
)
