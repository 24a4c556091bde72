"""Rosters as the places and the office look at them: what is missing, and on paper."""

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.accounts.permissions import is_office
from cms.core import audit
from cms.core.papers import paper_response
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.exports.papers import registration_forms, roster
from cms.people.queries import visible_appointments, visible_nominations
from cms.people.queries.coverage import coverage, gaps_by_town
from cms.places.queries import coordinated_communities
from cms.places.queries.outlines import district_map, town_map
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.views.nominations import of_a_coordinator

MONTHS = (0, 3, 6, 12)
# As many forms as one prints in a morning.
MOST = 100


@signed_in
@require_safe
def coverage_page(request):
    """The gaps of the own places; what they would be if the certificates that run out were not renewed."""
    of_a_coordinator(request)
    months = typed_number(request.GET.get("months", ""))
    months = months if months in MONTHS else 0
    by = timezone.localdate() + relativedelta(months=months)
    rows = coverage(coordinated_communities(request.user), by if months else None)
    drawn = district_map(gaps_by_town(rows)) if is_office(request.user) else None
    asked = typed_number(request.GET.get("town", ""))
    if asked:
        rows = [row for row in rows if row.community.parent_id == asked]
    town = rows[0].community.parent if asked and rows else None
    # Where nobody has drawn its communities, the district stays.
    near = town and drawn and town_map(town, {row.community.pk: row.missing for row in rows})
    context = {
        "rows": rows,
        "gaps": sum(row.missing for row in rows),
        "gaps_then": sum(row.missing_then for row in rows),
        "months": months,
        "choices": MONTHS[1:],
        "by": by,
        "map": near or drawn,
        "map_title": _("各居村还差几人，数字见下表") if near else _("各街镇还差几人，数字见下表"),
        "map_link": "" if near else f"{reverse('portal:coverage')}?months={months or ''}&town=",
        "town": town,
    }
    return render(request, "portal/coverage.html", context)


@signed_in
@require_safe
def roster_file(request, kind):
    """Those in the roster of the own places; who took it away is on record."""
    of_a_coordinator(request)
    held = visible_appointments(request.user).filter(state=AppointmentState.ACTIVE)
    named = held.exclude(role=AppointmentRole.VOLUNTEER).order_by("community__code", "role", "person__name")
    paper = roster(named, title="法律明白人、法治带头人花名册", made_at=timezone.now())
    response = paper_response(paper, kind)
    audit.record_export(request.user, "people.appointment", paper.title, file=kind)
    return response


@signed_in
@require_safe
def form_file(request, pk, kind):
    of_a_coordinator(request)
    held = get_object_or_404(visible_nominations(request.user), pk=pk)
    response = paper_response(registration_forms([held], made_at=timezone.now()), kind)
    audit.record(request.user, "people.nomination.print", held)
    return response


@signed_in
@require_safe
def forms(request):
    """Whose 登记表 are to be printed, of the own places, the last put forward first."""
    of_a_coordinator(request)
    held = visible_nominations(request.user).order_by("-pk")
    return render(request, "portal/forms.html", {"nominations": held[:MOST]})


@signed_in
@require_safe
def forms_file(request, kind):
    """The forms of those who were ticked, a page each; whose were taken is on record."""
    of_a_coordinator(request)
    keys = [typed_number(key) for key in request.GET.getlist("pk")[:MOST]]
    held = visible_nominations(request.user).filter(pk__in=keys).prefetch_related("steps")
    found = list(held.order_by("community__code", "pk"))
    if not found:
        messages.error(request, _("请先勾选要打印登记表的人。"))
        return redirect("portal:forms")
    paper = registration_forms(found, made_at=timezone.now())
    response = paper_response(paper, kind, name=f"登记表（{len(found)}人）")
    for each in found:
        audit.record(request.user, "people.nomination.print", each)
    return response
