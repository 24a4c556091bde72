"""Model communities: the titles that stand, what is on public notice, objecting to it."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import tell
from cms.core.once import once
from cms.honours.enums import Level
from cms.honours.models import Application
from cms.honours.queries import objection_by, on_notice, public_titles
from cms.honours.services.objections import object_to
from cms.places.models import Place
from sites.public.views.directory import words_of
from sites.public.views.notices import ObjectionForm
from sites.public.views.self_nominations import PER_MINUTE, CodeForm
from sites.rate import seconds_to_wait, told_to_wait

PAGE_SIZE = 60
# Shown once, on the page after sending; never part of an address.
CODE_KEY = "honour_objection_code"


# A title that was taken away is gone at once, here and elsewhere.
@never_cache
@require_safe
def honours(request):
    """The titles that stand, by 街镇 and level; above them what is on notice today."""
    wanted = {name: words_of(request, name) for name in ("town", "level")}
    context = {
        "wanted": wanted,
        "page": Paginator(public_titles(**wanted), PAGE_SIZE).get_page(request.GET.get("page")),
        "notices": on_notice(timezone.localdate()),
        "towns": Place.objects.subdistricts().order_by("code"),
        "levels": Level.choices,
        "query": urlencode({name: value for name, value in wanted.items() if value}),
    }
    return render(request, "public/honours/honours.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, pk):
    shown = get_object_or_404(on_notice(timezone.localdate()), pk=pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    context = {"notice": shown, "form": form}
    if not form.is_bound:
        return render(request, "public/honours/notice.html", context)
    wait = seconds_to_wait(request, "objection", PER_MINUTE)
    if wait:
        form.add_error(None, told_to_wait(wait))
    elif form.is_valid():
        try:
            once(request, lambda: _received(request, shown, form.cleaned_data))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:honour_follow_up")
    return render(request, "public/honours/notice.html", context, status=429 if wait else 422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request):
    """What was answered, for whoever holds the number."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "fresh": request.session.pop(CODE_KEY, "")}
    if not form.is_bound:
        return render(request, "public/honours/follow_up.html", context)
    if wait := seconds_to_wait(request, "follow-up", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        response = render(request, "public/honours/follow_up.html", context, status=429)
        response["Retry-After"] = str(wait)
        return response
    found = objection_by(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None and form.is_valid():
        form.add_error("code", _("没有找到这个查询号，请核对。"))
    context["objection"] = found
    return render(request, "public/honours/follow_up.html", context, status=200 if found else 422)


def _received(request, shown: Application, said: dict) -> int:
    held, request.session[CODE_KEY] = object_to(shown, **said)
    return held.pk
