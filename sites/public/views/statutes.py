"""Laws, their versions and their articles, as a reader sees them."""

import re

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.statutes.models import NEWEST_FIRST, Article, Law, LawVersion
from cms.statutes.queries import (
    changes_between,
    laws_by_level,
    neighbours,
    sections_of,
    version_awaited,
    version_before,
    version_named,
)
from cms.statutes.queries.comparison import Kind

# An article in an address: "1254", "291-2".
_REFERENCE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,2}))?")


@require_safe
def law_list(request):
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:60]
    return render(
        request, "public/statutes/law_list.html", {"groups": laws_by_level(wanted), "wanted": wanted}
    )


@require_safe
def law(request, slug):
    held = _held(slug)
    return _law_page(request, held, held.current_version)


@require_safe
def version(request, slug, ref):
    """The law as it stood or will stand; the version of today has the law's own address."""
    held = _held(slug)
    shown = _version(held, ref)
    if shown == held.current_version:
        return redirect("public:law", slug)
    return _law_page(request, held, shown)


@require_safe
def changes(request, slug, ref):
    """What a version changed of the one before it."""
    held = _held(slug)
    new = _version(held, ref)
    old = version_before(new)
    if old is None:
        raise Http404
    comparison = changes_between(old, new)
    context = {
        "law": held,
        "old": old,
        "new": new,
        "current": held.current_version,
        "comparison": comparison,
        "counts": {str(kind): comparison.count(kind) for kind in Kind},
    }
    return render(request, "public/statutes/changes.html", context)


@require_safe
def article(request, slug, ref):
    match = _REFERENCE.fullmatch(ref)
    if not match:
        raise Http404
    held = _held(slug)
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


def _held(slug: str) -> Law:
    return get_object_or_404(Law.objects.with_text().prefetch_related("versions"), slug=slug)


def _version(held: Law, ref: str) -> LawVersion:
    shown = version_named(held, ref)
    if shown is None:
        raise Http404
    return shown


def _law_page(request, held: Law, shown: LawVersion):
    current = held.current_version
    sections = sections_of(shown)
    versions = list(held.versions.order_by(NEWEST_FIRST))
    context = {
        "law": held,
        "version": shown,
        "current": current,
        "is_current": shown == current,
        "status": shown.status(timezone.localdate()),
        "sections": sections,
        "article_count": sum(len(section.articles) for section in sections),
        "versions": versions,
        "replaces": versions[versions.index(shown) + 1 :][:1],
        "upcoming": version_awaited(held, timezone.localdate()) if shown == current else None,
    }
    return render(request, "public/statutes/law.html", context)
