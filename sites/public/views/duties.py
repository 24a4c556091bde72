"""What the agencies did, as the public may read it."""

from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.agencies.models import Agency
from cms.campaigns.queries import public_campaign
from cms.duties.models import ActivityRecord
from cms.duties.queries import district_figures, public_list_years, published_activities
from cms.reviews.queries.outcomes import published_rounds
from cms.reviews.queries.voting import rounds_to_vote_in
from sites.public.atom import Entry, atom_response

PAGE_SIZE = 20
FEED_SIZE = 30
SEARCHED = ("name", "summary", "host__name")


@require_safe
def activity_list(request):
    asked, today = _asked(request), timezone.localdate()
    context = {
        "page": Paginator(_found(asked), PAGE_SIZE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "hosts": Agency.objects.filter(activities__in=published_activities()).distinct(),
        "list_years": public_list_years(),
        "votes": rounds_to_vote_in(today),
        "review_years": [each.year for each in published_rounds()],
        "figures": district_figures(today.year),
        "today": today,
        "query": _query(asked),
    }
    return render(request, "public/duties/activity_list.html", context)


@require_safe
def feed(request):
    """The activities made public last, narrowed as the list was, as Atom."""
    asked = _asked(request)
    newest = _found(asked).order_by("-published_at", "-pk")[:FEED_SIZE]
    link = f"{reverse('public:activities')}?{_query(asked)}".removesuffix("?")
    return atom_response(request, str(_("履职公示")), link, map(_news_of, newest))


def _asked(request) -> dict[str, str]:
    return {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:60],
        "host": request.GET.get("host", "").replace("\0", "")[:20],
    }


def _found(asked: dict[str, str]) -> QuerySet[ActivityRecord]:
    found = published_activities()
    if asked["q"]:
        found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": asked["q"]}) for field in SEARCHED)))
    return found.filter(host__code=asked["host"]) if asked["host"] else found


def _query(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})


def _news_of(activity: ActivityRecord) -> Entry:
    held = f"{timezone.localtime(activity.starts_at):%Y年%-m月%-d日}，{activity.host.name}"
    words = f"{held}，{activity.place_text}。{activity.summary}"
    return Entry(activity.name, activity.get_absolute_url(), words, activity.published_at)


@require_safe
def activity(request, pk):
    published = published_activities().select_related("event")
    shown = get_object_or_404(
        published.prefetch_related(
            "settings", "audiences", "laws__versions", "co_hosts", "co_host_answers", "items"
        ),
        pk=pk,
    )
    context = {"activity": shown, "campaign": public_campaign(shown.campaign_id)}
    return render(request, "public/duties/activity.html", context)
