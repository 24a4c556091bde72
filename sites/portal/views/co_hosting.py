"""Activities of others that name one's agency: it confirms its part, for its own duties, or declines."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.agencies.queries import agencies_of
from cms.duties import services
from cms.duties.queries.co_hosting import co_hosted_by, co_hostings, waiting_for_co_host
from sites.portal.forms import CoHostForm
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done
from sites.portal.views.activities import DETAIL_RELATIONS, PAGE_SIZE

DECLINE = "decline"


@signed_in
@require_safe
def co_hosted(request):
    """All of them, or those that wait for an answer, with what was answered."""
    asked = {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:60],
        "waiting": request.GET.get("waiting") == "1",
    }
    found = (waiting_for_co_host if asked["waiting"] else co_hosted_by)(request.user)
    if asked["q"]:
        found = found.filter(Q(name__icontains=asked["q"]) | Q(host__name__icontains=asked["q"]))
    found = found.prefetch_related("co_hosts", "co_host_answers__agency")
    mine = set(agencies_of(request.user))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(each, [part for part in co_hostings(each) if part.agency in mine]) for each in page]
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"page": page, "rows": rows, "asked": asked, "query": kept.urlencode()}
    return render(request, "portal/co_hosted.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def answer(request, pk):
    activity = get_object_or_404(co_hosted_by(request.user).prefetch_related(*DETAIL_RELATIONS), pk=pk)
    year = timezone.localtime(activity.starts_at).year if activity.starts_at else timezone.localdate().year
    mine = set(agencies_of(request.user))
    parts = [part for part in co_hostings(activity) if part.agency in mine]
    forms = [CoHostForm(part, year, prefix=str(part.agency.pk), data=_data(request, part)) for part in parts]
    for form in forms:
        if form.is_bound and form.is_valid() and _is_answered(request, activity, form):
            return redirect("portal:co_host_answer", pk)
    return render(request, "portal/co_host_answer.html", {"activity": activity, "forms": forms})


def _data(request, part):
    """What was sent of this part; the form of another is not bound."""
    return request.POST if request.POST.get("agency") == str(part.agency.pk) else None


def _is_answered(request, activity, form) -> bool:
    is_confirmed = request.POST.get("answer") != DECLINE
    answering = partial(
        services.answer_as_co_host,
        activity,
        form.part.agency,
        actor=request.user,
        is_confirmed=is_confirmed,
        **form.cleaned_data,
    )
    if not is_done(form, answering):
        return False
    messages.success(
        request, _("已确认，活动通过审核后计入所选责任项。") if is_confirmed else _("已答复不是协办。")
    )
    return True
