"""Venues and service points in one's charge: what the public is told of them, confirmed with one tap."""

from functools import partial
from itertools import chain
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.agencies.permissions import looks_after_places
from cms.agencies.queries import points_in_charge, venues_in_charge
from cms.agencies.services import confirm
from cms.places.queries.freshness import is_stale, stale
from sites.portal.keeping import signed_in
from sites.portal.saying import tell_outcome

PAGE_SIZE = 50
KINDS = {"venue": venues_in_charge, "point": points_in_charge}


@signed_in
@require_safe
def places(request):
    """Those checked the longest ago first, venues and points apart."""
    if not looks_after_places(request.user):
        raise Http404
    today = timezone.localdate()
    asked = _asked(request.GET)
    found = [(kind, _narrowed(in_charge(request.user), asked, today)) for kind, in_charge in KINDS.items()]
    rows = list(chain.from_iterable(((kind, each) for each in held) for kind, held in found))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [(kind, each, is_stale(each, today)) for kind, each in page]
    context = {"page": page, "rows": shown, "asked": asked, "query": _query(asked)}
    return render(request, "portal/places.html", context)


@signed_in
@require_POST
def confirm_place(request, kind, pk):
    if kind not in KINDS:
        raise Http404
    location = get_object_or_404(KINDS[kind](request.user), pk=pk)
    tell_outcome(
        request, partial(confirm, location, actor=request.user), _("“%(name)s”已核验。") % {"name": location}
    )
    query = _query(_asked(request.POST))
    return redirect(f"{reverse('portal:places')}{'?' if query else ''}{query}")


def _asked(sent) -> dict:
    return {"q": sent.get("q", "").replace("\0", "").strip()[:60], "stale": sent.get("stale") == "1"}


def _query(asked: dict) -> str:
    told = {"q": asked["q"], "stale": "1" if asked["stale"] else ""}
    return urlencode({name: value for name, value in told.items() if value})


def _narrowed(found, asked: dict, today):
    if asked["stale"]:
        found = found.filter(stale(today))
    return found.filter(name__icontains=asked["q"]) if asked["q"] else found
