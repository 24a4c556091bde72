"""Law and article → duty → activity → event and campaign, both ways."""

from django.utils import timezone

from cms.campaigns.models import ArticlePage, CampaignPage
from cms.core.edges import Edge, declare
from cms.duties.models import ActivityRecord, DutyItem, NewsDraft
from cms.duties.queries import (
    activities_citing,
    activities_on_article,
    items_citing,
    items_on_article,
    items_resting_on,
)
from cms.events.models import Event
from cms.statutes.models import Article, Law

LATEST = ("-starts_at", "-pk")


def _activities(**known):
    return ActivityRecord.objects.filter(**known).order_by(*LATEST)


def _news_of(activity):
    """The article that was drafted from it."""
    return ArticlePage.objects.filter(pk__in=NewsDraft.objects.filter(activity=activity).values("page"))


def _items_of(activity):
    """Its duties, each in the newest version it was named in."""
    return activity.items.select_related("list", "agency").order_by("-list__year", "key", "-list__version")


def _done_for(item):
    """By the key within the year, as progress is counted."""
    return _activities(items__key=item.key, items__list__year=item.list.year).distinct()


declare(
    [
        Edge(
            Law,
            "普法责任",
            lambda law: DutyItem.objects.filter(laws=law).select_related("list", "agency"),
            lambda law: items_citing([law.pk]),
            rests=lambda law: items_resting_on(law, timezone.localdate()),
        ),
        Edge(Law, "普法活动记录", lambda law: _activities(laws=law), lambda law: activities_citing([law.pk])),
        Edge(
            Article,
            "普法责任",
            items_on_article,
            lambda article: items_on_article(article).published(),
        ),
        Edge(
            Article,
            "普法活动记录",
            activities_on_article,
            lambda article: activities_on_article(article).published(),
        ),
        Edge(DutyItem, "法律法规", lambda item: item.laws.prefetch_related("versions")),
        Edge(DutyItem, "普法活动记录", _done_for),
        # The public article itself says which activity it tells of.
        Edge(
            ArticlePage,
            "普法活动记录",
            lambda page: ActivityRecord.objects.filter(
                pk__in=NewsDraft.objects.filter(page=page).values("activity")
            ),
        ),
        Edge(
            Event,
            "普法活动记录",
            lambda event: _activities(event=event.pk),
            lambda event: _activities(event=event.pk).published(),
        ),
        Edge(
            CampaignPage,
            "普法活动记录",
            lambda page: _activities(campaign=page.pk),
            lambda page: _activities(campaign=page.pk).published(),
        ),
    ],
    telling_of=("agencies", "duties", "places", "statutes"),
)
declare(
    [
        # The page itself names its laws and its campaign among its facts.
        Edge(ActivityRecord, "法律法规", lambda activity: activity.laws.prefetch_related("versions")),
        Edge(ActivityRecord, "普法责任", _items_of, lambda activity: _items_of(activity).published()),
        Edge(
            ActivityRecord,
            "普法活动预告",
            lambda activity: Event.objects.filter(pk=activity.event_id),
            lambda activity: Event.objects.published().filter(pk=activity.event_id),
        ),
        Edge(
            ActivityRecord,
            "主题活动",
            lambda activity: CampaignPage.objects.filter(pk=activity.campaign_id),
        ),
        Edge(ActivityRecord, "新闻", _news_of, lambda activity: _news_of(activity).live().public()),
    ],
    telling_of=("agencies", "campaigns", "duties", "events", "media", "places", "wagtailcore"),
)
