"""Laws and their versions as a reader sees them: today, on any day, beside one another, to take away."""

import re
from datetime import date
from functools import partial

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.edges import touching
from cms.core.papers import paper_response
from cms.statutes.models import Law, LawVersion
from cms.statutes.queries import (
    article_named,
    changes_between,
    laws_by_branch,
    sections_of,
    version_awaited,
    version_before,
    version_named,
)
from cms.statutes.queries.comparison import Kind
from cms.statutes.queries.time import (
    holds_until,
    repealing_articles,
    version_in_force,
    versions_newest_first,
)
from search.chinese.citations import read_citations
from search.chinese.folding import normalise
from sites.kept_pages import mark_of
from sites.kept_parts import LONG, kept_part
from sites.public.legislation import file_name, legislation, paper, plain_text

PAPERS = ("docx", "pdf")
# Where the template wants the text: half a megabyte, put there as it goes over the wire.
PLACE = b"<!-- text -->"
# So many articles that one wants to go to one by its number.
LONG_TEXT = 30


@require_safe
def law_list(request):
    wanted = request.GET.get("q", "").replace("\0", "").strip()[:60]
    found = {"groups": laws_by_branch(wanted), "wanted": wanted}
    return render(request, "public/statutes/law_list.html", found)


@require_safe
def law(request, slug):
    held = kept_part(request, ("law-held", slug), partial(_named, slug), seconds=LONG, of=("statutes",))
    if held is None:
        raise Http404
    if not held.has_text:
        return _named_only(request, held)
    return _law_page(request, held, held.current_version)


def _named(slug: str) -> Law | None:
    return Law.objects.filter(slug=slug).prefetch_related("versions").first()


@require_safe
def version(request, slug, version):
    """The law as it stood or will stand; the version of today has the law's own address."""
    held = law_held(slug)
    shown = version_held(held, version)
    if shown == held.current_version:
        return redirect("public:law", slug)
    return _law_page(request, held, shown)


@require_safe
def on_some_day(request, slug):
    """Where the form for a day leads: to the law on it, or to one article."""
    held = law_held(slug)
    day = read_day(request.GET.get("day", ""))
    # What no address holds is no article either.
    article = re.sub(r"[\0/]", "", request.GET.get("article", "")).strip()[:12]
    if day is None:
        problem = _("请写明哪一天，例如 2021-01-01。")
        status = 422 if "day" in request.GET else 200
        return _law_page(request, held, held.current_version, day_problem=problem, status=status)
    if article:
        return redirect("public:article_on", slug, day.isoformat(), article)
    return redirect("public:law_on", slug, day.isoformat())


@require_safe
def to_article(request, slug, version):
    """Where the field for a number leads, however it is written: the place of the article in the text."""
    held = law_held(slug)
    shown = version_held(held, version)
    typed = request.GET.get("article", "").replace("\0", "").strip()[:20]
    number, _of, suffix = normalise(typed).removeprefix("第").replace("条", "").partition("之")
    told = f"{held.short_title}第{number.strip()}条{'之' if suffix else ''}{suffix.strip()}"
    cited = read_citations(told) if number else ()
    found = article_named(shown, cited[0].article) if cited else None
    if found is None:
        problem = _("这一文本里没有“%s”。请填条号，如 12 或第十二条。") % typed if typed else ""
        return _law_page(request, held, shown, article_problem=problem, status=404 if typed else 200)
    name = "public:law" if shown == held.current_version else "public:law_version"
    words = [slug] if shown == held.current_version else [slug, shown.ref]
    return redirect(f"{reverse(name, args=words)}#a{found.ref}")


@require_safe
def law_on(request, slug, day):
    """The text that held on a day, whatever came after."""
    held = law_held(slug)
    on = read_day(day)
    if on is None:
        raise Http404
    shown = version_in_force(held, on)
    if shown is None:
        return nothing_held(request, held, on)
    return _law_page(request, held, shown, on=on)


@require_safe
def compare(request, slug):
    """Where the form for two versions leads."""
    held = law_held(slug)
    old, new = (version_held(held, request.GET.get(name, "")) for name in ("old", "new"))
    return redirect("public:law_changes_between", slug, old.ref, new.ref)


@require_safe
def changes(request, slug, new, old=""):
    """What a version changed of another, by default of the one before it."""
    held = law_held(slug)
    newer = version_held(held, new)
    older = version_held(held, old) if old else version_before(newer)
    if older is None:
        raise Http404
    versions = versions_newest_first(held)
    if versions.index(older) < versions.index(newer):
        # Whichever is named first: what is called old is the earlier one.
        return redirect("public:law_changes_between", slug, newer.ref, older.ref)
    comparison = changes_between(older, newer)
    context = {
        "law": held,
        "old": older,
        "new": newer,
        "current": held.current_version,
        "versions": versions,
        "comparison": comparison,
        "counts": {str(kind): comparison.count(kind) for kind in Kind},
    }
    return render(request, "public/statutes/changes.html", context)


@require_safe
def text(request, slug, version, kind):
    """A version to take away: json (schema.org Legislation), txt, docx, pdf."""
    shown = version_held(law_held(slug), version)
    if kind == "json":
        told = legislation(shown, request.build_absolute_uri("/").rstrip("/"), timezone.localdate())
        parameters = {"ensure_ascii": False, "indent": 1}
        return JsonResponse(told, json_dumps_params=parameters, content_type="application/ld+json")
    if kind == "txt":
        response = HttpResponse(plain_text(shown), content_type="text/plain; charset=utf-8")
        name = f"{file_name(shown)}.txt"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response
    if kind not in PAPERS:
        raise Http404
    return paper_response(paper(shown), kind, name=file_name(shown), is_public=True)


def law_held(slug: str) -> Law:
    return get_object_or_404(Law.objects.with_text().prefetch_related("versions"), slug=slug)


def version_held(held: Law, ref: str) -> LawVersion:
    shown = version_named(held, ref)
    if shown is None:
        raise Http404
    return shown


def read_day(text: str) -> date | None:
    """A day as addresses and the browser's own picker write it: 2021-01-01."""
    try:
        return date.fromisoformat(text) if len(text) == len("2021-01-01") else None
    except ValueError:
        return None


def nothing_held(request, held: Law, on: date, *, article: str = ""):
    """That no text is known of that day, or that it has no such article."""
    context = {"law": held, "on": on, "article": article, "versions": versions_newest_first(held)}
    return render(request, "public/statutes/nothing_held.html", context, status=404)


def _named_only(request, held: Law):
    """Of a law whose text nobody has brought in: where it is to be read, and what was done on it here.

    In no list, and no page at all until something public cites it: the title is an import's word.
    """
    if not touching(held, public=True):
        raise Http404
    return render(request, "public/statutes/named_only.html", {"law": held})


def _law_page(
    request,
    held: Law,
    shown: LawVersion,
    *,
    on: date | None = None,
    day_problem: str = "",
    article_problem: str = "",
    status: int = 200,
):
    current, today = held.current_version, timezone.localdate()
    is_current = shown == current and on is None
    text = _typeset(request, held, shown, is_current)
    context = {
        "law": held,
        "version": shown,
        "is_current": is_current,
        "on": on,
        "day_problem": day_problem,
        "article_problem": article_problem,
        "today": today,
        "text": text,
        "is_long": text["article_count"] >= LONG_TEXT,
        # What the page keeps is not asked again.
        "head": SimpleLazyObject(partial(_head, held, shown, on or today, on)),
    }
    response = render(request, "public/statutes/law.html", context, status=status)
    frame = response.content
    # Told by the frame and the text's own mark: the text itself is too long to be read through each time.
    response["ETag"] = f'W/"{mark_of(frame + text["mark"])}"'
    response.content = frame.replace(PLACE, text["body"], 1)
    return response


def _head(held: Law, shown: LawVersion, day: date, on: date | None) -> dict:
    """What stands above the text: its state, what came before and after it."""
    return {
        "status": shown.status(day),
        "until": holds_until(shown) if on else None,
        "repealed_by": repealing_articles(held) if held.repealed_on else [],
        "versions": versions_newest_first(held),
        "current": held.current_version,
        "upcoming": version_awaited(held, day) if shown == held.current_version else None,
    }


def _typeset(request, held: Law, shown: LawVersion, is_current: bool) -> dict:
    """The text as it stands on the page: most of the page, and the same until the text itself changes."""

    def make() -> dict:
        sections = sections_of(shown)
        context = {"law": held, "version": shown, "is_current": is_current, "sections": sections}
        body = render_to_string("public/statutes/text.html", context).encode()
        return {
            "body": body,
            "mark": mark_of(body).encode(),
            "contents": shown.headings and render_to_string("public/statutes/contents.html", context),
            "article_count": sum(len(section.articles) for section in sections),
        }

    key = ("law-text", held.slug, shown.pk, shown.fingerprint, shown.updated_at, is_current)
    return kept_part(request, key, make, seconds=LONG, of=("statutes",))
