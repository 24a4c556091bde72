"""The duty lists as they were published: to read with what was done, and to print."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.core.papers import paper_response
from cms.duties.exports import list_paper
from cms.duties.models import DutyList
from cms.duties.queries import items_in_full, list_progress, public_list_years, public_lists
from cms.duties.queries.comparison import compare_lists
from cms.duties.queries.wording import as_published
from cms.statutes.queries.comparison import Kind


@require_safe
def duty_list(request, year, version=None):
    versions = list(public_lists().filter(year=year))
    shown = _chosen(versions, version)
    items = list(items_in_full(shown))
    is_current = shown == versions[0]
    today = timezone.localdate()
    progress = list_progress(items, today) if is_current else {}
    context = {
        "list": shown,
        "newest": versions[0],
        "is_current": is_current,
        "before": _before(shown, versions),
        "others": [each for each in versions if each != shown],
        "years": public_list_years().exclude(year=year),
        "items": [(item, progress.get(item.pk, ())) for item in items],
        "checksum": list_paper(shown, as_published(shown, items)).checksum,
        "files": (("docx", "Word"), ("pdf", "PDF")),
        "today": today,
    }
    return render(request, "public/duties/duty_list.html", context)


@require_safe
def duty_list_changes(request, year, version):
    """What a version changed of the one that was public before it."""
    versions = list(public_lists().filter(year=year))
    new = _chosen(versions, version)
    old = _before(new, versions)
    if old is None:
        raise Http404
    changes = compare_lists(*(as_published(each, items_in_full(each)) for each in (old, new)))
    context = {
        "old": old,
        "new": new,
        "changes": changes,
        "counts": {kind.value: sum(each.kind == kind for each in changes) for kind in Kind},
    }
    return render(request, "public/duties/duty_list_changes.html", context)


@require_safe
def duty_list_file(request, year, version, suffix):
    shown = _chosen(list(public_lists().filter(year=year)), version)
    paper = list_paper(shown, as_published(shown, items_in_full(shown)))
    return paper_response(paper, suffix, name=str(shown), is_public=True)


def _before(shown: DutyList, versions: list[DutyList]) -> DutyList | None:
    """The public version that one replaced."""
    return next((each for each in versions if each.version < shown.version), None)


def _chosen(versions: list[DutyList], version: int | None) -> DutyList:
    """The version asked for, else the newest; 404 where the public knows of none."""
    for each in versions:
        if version is None or each.version == version:
            return each
    raise Http404
