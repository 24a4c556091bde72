"""The yearly assessment as an agency meets it: own words, own result, appeal, what to put right."""

from collections import defaultdict

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.agencies.queries import agencies_of
from cms.assessment.enums import IndicatorKind
from cms.assessment.outcomes import Outcome
from cms.core import audit
from cms.core.conflicts import SeenMixin
from cms.core.once import once
from cms.core.papers import paper_response
from cms.core.private_files import private_response
from cms.reviews.enums import COUNTED_AS, RoundState, Source
from cms.reviews.exports import sheet_paper
from cms.reviews.models import Indicator, Participant, Rectification, SelfFile
from cms.reviews.permissions import can_appeal_on, can_see_result
from cms.reviews.queries.behind import behind as records_behind
from cms.reviews.queries.evidence import counts_of, indicators_of
from cms.reviews.queries.outcomes import outcome_of
from cms.reviews.queries.self_files import self_files_to_see
from cms.reviews.services import outcomes, scoring, self_files
from sites.portal.forms import FilesField, FilesInput
from sites.portal.keeping import signed_in
from sites.portal.saying import tell_outcome


class SelfForm(SeenMixin, forms.Form):
    """What an agency says of one indicator; a number only where the office judges, the rest is counted."""

    self_score = forms.DecimalField(label=_("自评分"), min_value=0, decimal_places=2, required=False)
    self_words = forms.CharField(
        label=_("说明（记录里没有的才写）"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    files = FilesField(
        label=_("佐证（记录里没有的才加）"),
        required=False,
        help_text=_("最多五份：PDF、Word、Excel、照片，每份不超过 20 MB。只供评议，不对外公开。"),
        widget=FilesInput(attrs={"accept": ".pdf,.docx,.xlsx,image/jpeg,image/png,image/webp,image/heic"}),
    )

    def __init__(self, indicator, entry, counted, held_files=(), data=None, files=None):
        self.indicator, self.held_files = indicator, held_files
        self.counted = "" if counted is None else indicator.in_words(counted)
        held = {name: getattr(entry, name) for name in ("self_score", "self_words")} if entry else {}
        super().__init__(data, files, prefix=f"i{indicator.pk}", initial=held)
        self.watch(entry)
        for name in ("self_score", "self_words"):
            # Changed is what this writer changed, whatever a colleague has saved meanwhile.
            self.fields[name].show_hidden_initial = True
        if indicator.kind != IndicatorKind.POINTS:
            del self.fields["self_score"]
        else:
            self.fields["self_score"].widget.attrs |= {"inputmode": "decimal", "max": str(indicator.max)}


@signed_in
@require_safe
def reviews(request):
    found = _own(request).exclude(round__state=RoundState.PREPARING)
    tasks = Rectification.objects.filter(participant__in=_own(request)).select_related("participant__agency")
    context = {"participants": found, "tasks": tasks, "today": timezone.localdate()}
    return render(request, "portal/reviews.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """Self-assessment while it is open; afterwards what was given in it; the result once it is told."""
    own = _own_part(request, pk)
    if own.round.state == RoundState.SELF:
        return _self_assessment(request, own)
    outcome = _outcome(request, own)
    context = {
        "participant": own,
        "files": own.files.select_related("indicator"),
        "year": outcome and outcome.year,
        "sheet": outcome and outcome.sheet_of(own.code),
        "appeals": own.appeals.all(),
        "may_appeal": own.round.state == RoundState.PROVISIONAL
        and can_appeal_on(own.round, timezone.localdate()),
    }
    return render(request, "portal/review.html", context)


@signed_in
@require_safe
def evidence(request, pk, indicator):
    """The agency's own activities, or late duties, behind a count."""
    own = _own_part(request, pk)
    asked = get_object_or_404(_counted(own), pk=indicator)
    found = records_behind(asked, own.agency, timezone.localdate())
    told = (own.counted or {}).get(asked.key)
    context = {
        "participant": own,
        "indicator": asked,
        "behind": found,
        "is_of_duties": asked.source == Source.LATE_ITEMS,
        "now": asked.in_words(found.count),
        "then": "" if told in (None, found.count) else asked.in_words(told),
    }
    return render(request, "portal/review_evidence.html", context)


@signed_in
@require_safe
def behind(request, pk):
    """Which of the own counts come from the record, each leading to what is behind it."""
    own = _own_part(request, pk)
    return render(request, "portal/review_behind.html", {"participant": own, "counted": _counted(own)})


def _counted(own: Participant) -> QuerySet[Indicator]:
    return own.round.scheme.indicators.filter(source__in=COUNTED_AS).select_related("scheme")


@signed_in
@require_POST
def appeal(request, pk):
    own = _own_part(request, pk)
    tell_outcome(
        request,
        lambda: once(
            request, lambda: outcomes.file_appeal(own, request.POST.get("words", ""), actor=request.user).pk
        ),
        _("申诉已提交，普法办会答复。"),
    )
    return redirect("portal:review", own.pk)


@signed_in
@require_safe
def sheet_file(request, pk, kind):
    """The own result as Word or PDF."""
    own = _own_part(request, pk)
    outcome = _outcome(request, own)
    sheet = outcome and outcome.sheet_of(own.code)
    if sheet is None:
        raise Http404
    paper = sheet_paper(outcome, sheet, own.round.updated_at)
    return paper_response(paper, kind, name=f"{own.round}（{own.agency}）")


@signed_in
@require_POST
def rectification(request, pk):
    """What was done about a weak line."""
    found = Rectification.objects.filter(participant__in=_own(request))
    task = get_object_or_404(found, pk=pk)
    said = request.POST.get("report", "")
    tell_outcome(
        request,
        lambda: outcomes.report_rectification(task, said, actor=request.user),
        _("已报送，等普法办复核。"),
    )
    return redirect("portal:reviews")


def _self_assessment(request, own: Participant):
    indicators = indicators_of(own.round.scheme)
    counts = counts_of(own.round, indicators, timezone.localdate())
    entries = {entry.indicator_id: entry for entry in own.entries.all()}
    held_files = defaultdict(list)
    for file in own.files.all():
        held_files[file.indicator_id].append(file)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    said = [
        SelfForm(
            each, entries.get(each.pk), counts.get((each.pk, own.agency_id)), held_files[each.pk], data, files
        )
        for each in indicators
        if each.kind != IndicatorKind.VETO
    ]
    problems, status = [], 200
    if data is not None:
        if not all(form.is_valid() for form in said):
            problems = [_("有内容需要改正，见下面的说明。")]
        elif any([form.is_stale() for form in said]):  # noqa: C419  each is to be told
            problems = [_("您打开这一页之后，同事改过其中几项，还没有保存，请核对标出的地方。")]
        else:
            try:
                changed = {form.indicator: form.cleaned_data for form in said if form.has_changed()}
                _keep_self_assessment(own, changed, request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                messages.success(request, _("自评已提交，截止前还可以修改。"))
                return redirect("portal:review", own.pk)
        status = 422
    context = {"participant": own, "forms": said, "problems": problems}
    return render(request, "portal/self_assessment.html", context, status=status)


@transaction.atomic
def _keep_self_assessment(own: Participant, changed, actor) -> None:
    """The words and the files, all of them or nothing."""
    uploads = [(indicator, file) for indicator, said in changed.items() for file in said.pop("files", ())]
    scoring.assess_self(own, changed, actor=actor)
    for indicator, upload in uploads:
        self_files.add_self_file(own, indicator, upload, actor=actor)


@signed_in
@require_safe
def self_file(request, file_pk):
    """Taken away as a file by the agency or the office; who took it is on record, for it may name people."""
    held = get_object_or_404(self_files_to_see(request.user), pk=file_pk)
    audit.record(request.user, "reviews.selffile.download", held)
    return private_response(held.file, download_as=held.name)


@signed_in
@require_POST
def remove_self_file(request, file_pk):
    held = get_object_or_404(SelfFile.objects.filter(participant__in=_own(request)), pk=file_pk)
    tell_outcome(request, lambda: self_files.remove_self_file(held, actor=request.user), _("已删除。"))
    return redirect("portal:review", held.participant_id)


def _outcome(request, own: Participant) -> Outcome | None:
    """The outcome of the round, once the account may see the own result."""
    if not can_see_result(request.user, own):
        return None
    return outcome_of(own.round, timezone.localdate())


def _own(request):
    found = Participant.objects.filter(agency__in=agencies_of(request.user))
    return found.select_related("agency", "round__scheme").order_by("-round__scheme__year", "pk")


def _own_part(request, pk) -> Participant:
    """The own part in a round that has begun, or 404."""
    return get_object_or_404(_own(request).exclude(round__state=RoundState.PREPARING), pk=pk)
