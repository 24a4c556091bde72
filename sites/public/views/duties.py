"""What the agencies did, as the public may read it."""

from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.agencies.models import Agency
from cms.campaigns.queries import public_campaign
from cms.duties.queries import district_figures, public_list_years, published_activities
from cms.reviews.queries.outcomes import published_rounds
from cms.reviews.queries.voting import rounds_to_vote_in

PAGE_SIZE = 20
SEARCHED = ("name", "summary", "host__name")


@require_safe
def activity_list(request):
    asked = {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:60],
        "host": request.GET.get("host", "").replace("\0", "")[:20],
    }
    found = published_activities()
    if asked["q"]:
        found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": asked["q"]}) for field in SEARCHED)))
    if asked["host"]:
        found = found.filter(host__code=asked["host"])
    today = timezone.localdate()
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "hosts": Agency.objects.filter(activities__in=published_activities()).distinct(),
        "list_years": public_list_years(),
        "votes": rounds_to_vote_in(today),
        "review_years": [each.year for each in published_rounds()],
        "figures": district_figures(today.year),
        "today": today,
        "query": kept.urlencode(),
    }
    return render(request, "public/duties/activity_list.html", context)


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
