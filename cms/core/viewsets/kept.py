"""Keeping and forgetting the filters of a list, from the list itself."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.viewsets import viewsets

from cms.core.errors import RuleBroken
from cms.core.kept_filters import forget_filter, keep_filter, kept_filters
from cms.core.viewsets.base import RuledViewSet


@require_POST
def keep(request, listed: str):
    viewset, asked = _list_of(request.user, listed), QueryDict(request.POST.get("query", "")[:1000])
    name = request.POST.get("name", "")[:30]
    keeping = partial(keep_filter, actor=request.user, listed=listed, name=name, asked=asked)
    return _told(request, viewset, keeping, _("已保存，以后在列表上方点它就行。"), asked.urlencode())


@require_POST
def forget(request, listed: str, pk: int):
    viewset, kept = (
        _list_of(request.user, listed),
        get_object_or_404(kept_filters(request.user, listed), pk=pk),
    )
    return _told(request, viewset, partial(forget_filter, kept, actor=request.user), _("已删除。"))


def _list_of(user, listed: str) -> RuledViewSet:
    for each in viewsets.viewsets:
        if isinstance(each, RuledViewSet) and each.name == listed and each.may_see(user):
            return each
    raise Http404


def _told(request, viewset, act: Callable[[], object], done, query: str = "") -> HttpResponseRedirect:
    try:
        act()
    except RuleBroken as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    address = reverse(viewset.get_url_name("index"))
    return redirect(f"{address}?{query}" if query else address)
