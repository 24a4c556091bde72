"""The entrance of a group of people, or of firms: what exists for them, gathered, never typed twice."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.campaigns.queries import audiences_in_use, campaigns_for
from cms.duties.queries import published_activities
from cms.events.queries import upcoming_events
from cms.guides.enums import GuideKind
from cms.guides.queries import guides_for, public_guides
from cms.guides.queries.audiences import laws_for
from cms.places.queries.finding import POINT, Wanted, has_access, places_found, with_surroundings

SHOWN = 4


@require_safe
def audience_list(request):
    published = Count("guides", filter=Q(guides__state="published"), distinct=True)
    return render(
        request,
        "public/audiences/audience_list.html",
        {"audiences": audiences_in_use().annotate(guide_count=published)},
    )


@require_safe
def audience(request, pk):
    """Where nothing was made for them yet, what is for everybody stands in its place."""
    shown = get_object_or_404(audiences_in_use(), pk=pk)
    guides = guides_for(shown)
    events = upcoming_events(timezone.now())
    own_events = events.filter(audiences=shown)
    context = {
        "audience": shown,
        "guides": guides or public_guides().filter(kind=GuideKind.HELP)[:SHOWN],
        "has_own_guides": bool(guides),
        "laws": laws_for(shown),
        "points": _points(shown),
        "events": own_events[:SHOWN] or events[:SHOWN],
        "has_own_events": own_events.exists(),
        "campaigns": campaigns_for(shown)[:SHOWN],
        "activities": published_activities().filter(audiences=shown).order_by("-starts_at", "-pk")[:SHOWN],
    }
    return render(request, "public/audiences/audience.html", context)


def _points(shown) -> list:
    """The points of the service network, those one gets into first where that matters."""
    found = places_found(Wanted(what=POINT), timezone.localtime())
    if shown.prefers_access:
        found.sort(key=lambda each: not has_access(each.place))
    return with_surroundings(found[:SHOWN])
