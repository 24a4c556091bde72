"""Model communities as each tier meets them: what waits, beginning, one application with its papers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import audit
from cms.core.errors import NotAllowed
from cms.core.papers import paper_response
from cms.core.private_files import private_response
from cms.core.values import version_of
from cms.honours.enums import WAY, WRITTEN, Source
from cms.honours.exports import application_form
from cms.honours.forms import SAID, LineForm
from cms.honours.models import Application
from cms.honours.permissions import takes_part
from cms.honours.queries import (
    cycles_open_to,
    own_communities,
    public_titles,
    visible_applications,
    visible_evidence,
    waiting_applications,
    written_out,
)
from cms.honours.queries.records import record_of
from cms.honours.queries.sheets import district_sheet, record_in_words, self_sheet
from cms.honours.services.applications import FILL, add_file, begin_application, fill_in, remove_file
from cms.honours.services.steps import open_steps, take_step
from cms.places.queries import coordinated_communities
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of, say_what_is_wrong
from sites.portal.typed import keep_typed, typed
from sites.portal.views.nominations import StepForm

MOST = 100
# Where each kind of record is kept; the rest stands on the page of the community.
KEPT_AT = {
    Source.LITERATE: "portal:coverage",
    Source.LEADERS: "portal:coverage",
    Source.TRAININGS: "portal:trainings",
    Source.ADVISER: "portal:advisers",
    Source.ADVICE: "portal:advisers",
}


@signed_in
@require_safe
def honours(request):
    """What waits for me; the cycles in which my 居村 may apply; the others and the titles of my places."""
    _of_who_takes_part(request)
    today = timezone.localdate()
    waiting = list(waiting_applications(request.user, today)[:MOST])
    others = visible_applications(request.user).exclude(pk__in=[each.pk for each in waiting])
    own = list(own_communities(request.user))
    running = Application.objects.exclude(state__in=("refused", "withdrawn"))
    begun = set(running.filter(community__in=own).values_list("cycle", "community"))
    context = {
        "written": [each for each in waiting if each.state in WRITTEN],
        "judged": [each for each in waiting if each.state == "town"],
        "office": [each for each in waiting if each.state not in (*WRITTEN, "town")],
        "cycles": [
            (cycle, community)
            for cycle in cycles_open_to(request.user, today)
            for community in own
            if (cycle.pk, community.pk) not in begun
        ],
        "others": others[:MOST],
        "titles": public_titles().filter(community__in=coordinated_communities(request.user))[:MOST],
        "today": today,
        "typed": typed(request),
    }
    return render(request, "portal/honours.html", context)


@signed_in
@require_POST
def begin(request):
    _of_who_takes_part(request)
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_open_to(request.user, today), pk=typed_number(request.POST.get("cycle")))
    community = get_object_or_404(
        own_communities(request.user), pk=typed_number(request.POST.get("community"))
    )
    held = outcome_of(request, lambda: begin_application(cycle, community, actor=request.user), community)
    return redirect("portal:honours") if held is None else redirect("portal:honour", held.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def honour(request, pk):
    """One application: the sheet to fill in while it is written, else how it stands."""
    _of_who_takes_part(request)
    held = get_object_or_404(written_out(visible_applications(request.user)), pk=pk)
    record = record_of(held, timezone.localdate())
    forms, problems, status = [], [], 200
    if FILL.is_open(request.user, held) or request.method == "POST":
        FILL.ask(request.user, held)
        forms = _lines(held, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        problems, status = _filled_in(request, held, forms), 422
        if not problems:
            messages.success(request, _("已保存。"))
            return redirect("portal:honour", held.pk)
    context = {
        "application": held,
        "recorded": [(each, _kept_at(held, each.source)) for each in record_in_words(record)],
        "own": self_sheet(held, record),
        "found": district_sheet(held) if held.state not in (*WRITTEN, "town", "district") else None,
        "lines": [(form, _count(form, record), _files_of(held, form.indicator)) for form in forms],
        "problems": problems,
        "statement": request.POST.get("statement", held.statement),
        "files": held.evidence.all(),
        "seen": request.POST.get("seen") or version_of(held),
        "done": held.steps.all(),
        "objections": held.objections.count(),
        "open": [(verb, WAY[verb].label) for verb in open_steps(request.user, held)],
        "needs_reason": ("send_back", "refuse", "withdraw"),
        "typed": typed(request),
    }
    return render(request, "portal/honour.html", context, status=status)


@signed_in
@require_safe
def honour_form(request, pk, kind):
    """The form to sign and file; who took it away is on record."""
    _of_who_takes_part(request)
    held = get_object_or_404(written_out(visible_applications(request.user)), pk=pk)
    now = timezone.now()
    paper = application_form(held, record_of(held, timezone.localdate(now)), made_at=now)
    response = paper_response(paper, kind, name=f"{held.community.name}申报表")
    audit.record(request.user, "honours.application.print", held)
    return response


@signed_in
@require_POST
def take(request, verb):
    """One step with one application or several: each by itself, each refusal said."""
    _of_who_takes_part(request)
    if verb not in WAY:
        raise Http404
    form = StepForm(request.POST)
    keys = [key for each in request.POST.getlist("pk") if (key := typed_number(each))]
    leads_to = redirect("portal:honour", keys[0]) if len(keys) == 1 else redirect("portal:honours")
    if not form.is_valid():
        say_what_is_wrong(request, form)
        keep_typed(request, verb)
        return leads_to
    found = list(visible_applications(request.user).filter(pk__in=keys))
    said = form.cleaned_data
    done = [
        held
        for held in found
        if outcome_of(
            request, lambda held=held: take_step(held, verb, actor=request.user, **said), held.community
        )
    ]
    if done:
        messages.success(request, _("已办理 %(count)s 件。") % {"count": len(done)})
        return leads_to
    if not found:
        messages.error(request, _("请先勾选要办理的居村。"))
    keep_typed(request, verb)
    return leads_to


@signed_in
@require_safe
def honour_file(request, file_pk):
    """Taken away as a file by whoever sees the application; who took it is on record."""
    _of_who_takes_part(request)
    held = get_object_or_404(visible_evidence(request.user), pk=file_pk)
    audit.record(request.user, "honours.evidence.download", held)
    return private_response(held.file, download_as=held.name)


@signed_in
@require_POST
def honour_file_remove(request, file_pk):
    _of_who_takes_part(request)
    held = get_object_or_404(visible_evidence(request.user), pk=file_pk)

    def act() -> bool:
        remove_file(held, actor=request.user)
        return True

    if outcome_of(request, act):
        messages.success(request, _("已删除。"))
    return redirect("portal:honour", held.application_id)


def _of_who_takes_part(request) -> None:
    if not takes_part(request.user):
        raise Http404


def _lines(held: Application, data) -> list[LineForm]:
    entries = {entry.indicator_id: entry for entry in held.entries.all()}
    return [LineForm(each, entries.get(each.pk), SAID, data) for each in held.cycle.indicators.all()]


def _filled_in(request, held: Application, forms: list[LineForm]) -> list[str]:
    """Keep words, scores and papers, all of them or nothing; what is wrong, in sentences."""
    if not all([form.is_valid() for form in forms]):  # noqa: C419  each is to be told
        return [_("有内容需要改正，见下面的说明。")]
    if any([form.is_stale() for form in forms]):  # noqa: C419
        return [_("您打开这一页之后，同事改过其中几项，还没有保存，请核对标出的地方。")]
    try:
        with transaction.atomic():
            fill_in(
                held,
                statement=request.POST.get("statement", ""),
                values={form.indicator: form.values for form in forms if form.has_changed()},
                actor=request.user,
                seen=request.POST.get("seen"),
            )
            for form in forms:
                for upload in request.FILES.getlist(f"files_{form.indicator.pk}"):
                    add_file(held, form.indicator, upload, actor=request.user)
    except (ValidationError, NotAllowed) as error:
        return list(error.messages)
    return []


def _count(form: LineForm, record: dict[str, int]) -> int | None:
    return record.get(form.indicator.source, 0) if form.indicator.is_recorded else None


def _files_of(held: Application, indicator) -> list:
    return [file for file in held.evidence.all() if file.indicator_id == indicator.pk]


def _kept_at(held: Application, source: Source) -> str:
    return reverse(KEPT_AT[source]) if source in KEPT_AT else held.community.get_absolute_url()
