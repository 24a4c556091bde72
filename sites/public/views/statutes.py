"""Laws and their articles, as a reader sees them."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cms.statutes.models import Article, Law
from cms.statutes.queries import laws_by_level, neighbours, sections_of

# An article in an address: "1254", "291-2".
_REFERENCE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,2}))?")


def law_list(request):
    wanted = request.GET.get("q", "").strip()[:60]
    return render(
        request, "public/statutes/law_list.html", {"groups": laws_by_level(wanted), "wanted": wanted}
    )


def law(request, slug):
    held = get_object_or_404(Law, slug=slug)
    version = held.current_version
    context = {"law": held, "version": version}
    if version:
        context["status"] = version.status(timezone.localdate())
        context["sections"] = sections_of(version)
        context["article_count"] = version.articles.count()
    return render(request, "public/statutes/law.html", context)


def article(request, slug, ref):
    match = _REFERENCE.fullmatch(ref)
    if not match:
        raise Http404
    held = get_object_or_404(Law, slug=slug)
    found = Article.objects.filter(
        version=held.current_version, number=int(match[1]), suffix=int(match[2] or 0)
    ).select_related("version__law")
    shown = get_object_or_404(found)
    if shown.ref != ref:
        return redirect("public:article", slug, shown.ref)
    before, after = neighbours(shown)
    context = {
        "law": held,
        "version": shown.version,
        "status": shown.version.status(timezone.localdate()),
        "article": shown,
        "before": before,
        "after": after,
    }
    return render(request, "public/statutes/article.html", context)
