"""One article: as it is, in a version, on a day; with its paragraphs and items, each at its own address."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.statutes.models import Article
from cms.statutes.queries import ARTICLE_REFERENCE, article_named, neighbours
from cms.statutes.queries.parts import part_label, parts_of
from cms.statutes.queries.time import holds_until, version_in_force, wordings_of
from search.chinese.citations import Citation, label
from sites.public.legislation import article_address
from sites.public.views.statutes import law_held, nothing_held, read_day, version_held


@require_safe
def article(request, slug, ref, version="", paragraph=None, item=None):
    """Without a version the one of today, whose address moves on with the law."""
    held = law_held(slug)
    text = version_held(held, version) if version else held.current_version
    shown = article_named(text, ref)
    if shown is None:
        raise Http404
    if shown.ref != ref:
        return redirect(
            request.resolver_match.view_name, **{**request.resolver_match.kwargs, "ref": shown.ref}
        )
    if not _has(shown, paragraph, item):
        raise Http404
    return _page(request, shown, bool(version), paragraph, item)


@require_safe
def article_on(request, slug, day, ref):
    """The wording that held on a day."""
    held = law_held(slug)
    on = read_day(day)
    if on is None or not ARTICLE_REFERENCE.fullmatch(ref):
        raise Http404
    text = version_in_force(held, on)
    shown = article_named(text, ref) if text else None
    if shown is None:
        return nothing_held(request, held, on, article=label(Citation("", ref)) if text else "")
    return _page(request, shown, is_fixed=True, on=on)


def _has(shown: Article, paragraph: int | None, item: int | None) -> bool:
    parts = {each.number: {one.number for one in each.items} for each in parts_of(shown.text)}
    return paragraph is None or (paragraph in parts and (item is None or item in parts[paragraph]))


def _page(
    request,
    shown: Article,
    is_fixed: bool,
    paragraph: int | None = None,
    item: int | None = None,
    on: date | None = None,
):
    """`is_fixed`: the addresses on the page stay with this version."""
    law, today = shown.version.law, timezone.localdate()
    before, after = neighbours(shown)
    part = part_label(paragraph, item or 0) if paragraph else ""
    context = {
        "law": law,
        "version": shown.version,
        "is_current": not is_fixed,
        "status": shown.version.status(on or today),
        "on": on,
        "until": holds_until(shown.version) if on else None,
        "today": today,
        "article": shown,
        "parts": parts_of(shown.text),
        "paragraph": paragraph,
        "item": item,
        "part": part,
        "home": article_address(shown) if is_fixed else reverse("public:article", args=[law.slug, shown.ref]),
        "permanent": request.build_absolute_uri(_permanent(shown, paragraph, item)),
        "citation": f"《{law.title}》{shown.label}{part}",
        "wordings": wordings_of(shown),
        "before": before and (before, _address(before, is_fixed)),
        "after": after and (after, _address(after, is_fixed)),
    }
    return render(request, "public/statutes/article.html", context)


def _address(shown: Article, is_fixed: bool) -> str:
    return (
        article_address(shown)
        if is_fixed
        else reverse("public:article", args=[shown.version.law.slug, shown.ref])
    )


def _permanent(shown: Article, paragraph: int | None, item: int | None) -> str:
    parts = "".join(f"{number}/" for number in (paragraph, item) if number)
    return f"{article_address(shown)}{parts}"
