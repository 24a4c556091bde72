"""The office's pages of a round: who stands where, scoring line by line or agency by agency, the results."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.assessment.documents import Refused
from cms.assessment.outcomes import Outcome, Sheet, SheetLine
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.papers import paper_response
from cms.core.viewsets import RuledInspectView
from cms.reviews.enums import COUNTED_AS, RoundState, Source
from cms.reviews.exports import sheet_paper
from cms.reviews.forms import FindingForm
from cms.reviews.models import Participant, Round, Scheme, SelfFile
from cms.reviews.permissions import can_run_reviews, is_not_own_agency
from cms.reviews.queries.behind import behind
from cms.reviews.queries.documents import problems_of
from cms.reviews.queries.evidence import counts_of, indicators_of
from cms.reviews.queries.outcomes import outcome_of
from cms.reviews.queries.tryout import try_out
from cms.reviews.queries.voting import rounds_to_vote_in
from cms.reviews.services import scoring

SCORED = (RoundState.SCORING, RoundState.PROVISIONAL)


class SchemeInspectView(RuledInspectView):
    """The whole scheme on one page, with what is wrong with it in words."""

    template_name = "reviews/admin/scheme.html"

    def get_context_data(self, **kwargs):
        scheme = self.object
        return super().get_context_data(
            scheme=scheme,
            problems=problems_of(scheme),
            may_try_out=can_run_reviews(self.request.user),
            **kwargs,
        )


class ReviewPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the office that is no table."""

    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_run_reviews(request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class TryOutView(ReviewPage):
    """What the scheme would have come to by the record of the year before."""

    template_name = "reviews/admin/try_out.html"
    page_title = _("用上一年的记录试算")

    def get_context_data(self, **kwargs):
        scheme = get_object_or_404(Scheme, pk=self.kwargs["pk"])
        try:
            found = {"outcome": try_out(scheme)}
        except Refused as refused:
            found = {"refusals": refused.problems}
        return super().get_context_data(scheme=scheme, year=scheme.year - 1, **found, **kwargs)


class SheetView(ReviewPage):
    """One agency's result from the total to the lines, and the records behind them."""

    template_name = "reviews/admin/sheet.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.outcome, self.participant, self.sheet = _told_sheet(kwargs)

    def get_page_title(self):
        return self.sheet.name

    def get_context_data(self, **kwargs):
        indicators = self.participant.round.scheme.indicators.filter(source__in=COUNTED_AS)
        keys = dict(indicators.values_list("key", "pk"))
        # Called as the sheet calls them: a frozen one keeps its words.
        counted = [(line, keys[line.key]) for line in self.sheet.lines if line.key in keys]
        shown = {"participant": self.participant, "sheet": self.sheet, "counted": counted}
        return super().get_context_data(**(kwargs | shown))


@require_safe
def sheet_file(request, pk, participant, kind):
    """The same as Word or PDF."""
    if not can_run_reviews(request.user):
        raise PermissionDenied
    outcome, held, sheet = _told_sheet({"pk": pk, "participant": participant})
    paper = sheet_paper(outcome, sheet, held.round.updated_at)
    return paper_response(paper, kind, name=f"{outcome.year}年度评议得分表（{sheet.name}）")


def _told_sheet(kwargs) -> tuple[Outcome, Participant, Sheet]:
    """An agency's sheet in a round whose results were told, or 404."""
    found = Participant.objects.select_related("round__scheme")
    held = get_object_or_404(found, pk=kwargs["participant"], round=kwargs["pk"])
    if not held.round.is_told:
        raise Http404
    outcome = outcome_of(held.round, timezone.localdate())
    sheet = outcome.sheet_of(held.code)
    if sheet is None:
        raise Http404
    return outcome, held, sheet


class RoundInspectView(RuledInspectView):
    template_name = "reviews/admin/round.html"

    def get_context_data(self, **kwargs):
        held = self.object
        runs = can_run_reviews(self.request.user)
        return super().get_context_data(
            round=held,
            participants=held.participants.select_related("agency"),
            indicators=held.scheme.indicators.all(),
            assessors=held.assessors.select_related("agency"),
            is_scored=held.state in SCORED and runs,
            takes_votes=rounds_to_vote_in(timezone.localdate()).filter(pk=held.pk).exists(),
            **(_results(held) if runs else {}),
            **kwargs,
        )


def _results(held: Round) -> dict:
    """What the round comes to as things stand; what stands in its way is said."""
    if held.state in (RoundState.PREPARING, RoundState.SELF):
        return {}
    # The votes are nobody's before the voting is over, and the total would tell them.
    if held.state == RoundState.SCORING:
        return {"is_secret": True}
    try:
        sheets = outcome_of(held, timezone.localdate()).sheets()
    except Refused as refused:
        return {"refusals": refused.problems}
    parts = dict(held.participants.values_list("code", "pk"))
    sheets = [(sheet, parts.get(sheet.code)) for sheet in sheets]
    return {"sheets": sheets, "weak": _weak(sheets) if held.state == RoundState.FROZEN else ()}


def _weak(sheets: list[tuple[Sheet, int]]) -> list[tuple[int, Sheet, list[SheetLine]]]:
    """The weak lines of a frozen result, with the participant who may be asked to put them right."""
    found = [(part, sheet, [line for line in sheet.lines if line.is_weak]) for sheet, part in sheets]
    return [(part, sheet, lines) for part, sheet, lines in found if lines]


@dataclass(frozen=True)
class Row:
    """A form with what the record and the agency say beside it."""

    form: FindingForm
    counted: str
    files: list[SelfFile]
    is_own: bool


class ScoringView(WagtailAdminTemplateMixin, TemplateView):
    """A table of forms, saved together: one indicator over all agencies, or all indicators of one agency."""

    template_name = "reviews/admin/scoring.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_run_reviews(request.user):
            raise PermissionDenied
        self.round = get_object_or_404(Round.objects.select_related("scheme"), pk=kwargs["pk"])
        if self.round.state not in SCORED:
            raise RuleBroken(_("自评结束之后、定稿之前才能评分。"))
        indicators = indicators_of(self.round.scheme)
        participants = list(
            self.round.participants.select_related("agency").prefetch_related("entries", "files")
        )
        self.indicator = self.participant = None
        if "indicator" in kwargs:
            self.indicator = _of(indicators, kwargs["indicator"])
            indicators = [self.indicator]
        if "participant" in kwargs:
            self.participant = _of(participants, kwargs["participant"])
            participants = [self.participant]
        data = request.POST if request.method == "POST" else None
        self.rows = self._rows(participants, indicators, data)

    def _rows(self, participants, indicators, data) -> list[Row]:
        counts = counts_of(self.round, indicators, timezone.localdate())
        rows = []
        for participant in participants:
            entries = {entry.indicator_id: entry for entry in participant.entries.all()}
            is_own = not is_not_own_agency(self.request.user, participant)
            for indicator in indicators:
                form = FindingForm(participant, indicator, entries.get(indicator.pk), data)
                count = counts.get((indicator.pk, participant.agency_id))
                counted = "" if count is None else indicator.in_words(count)
                files = [file for file in participant.files.all() if file.indicator_id == indicator.pk]
                rows.append(Row(form, counted, files, is_own))
        return rows

    def post(self, request, *args, **kwargs):
        forms = [row.form for row in self.rows if not row.is_own]
        if not all(form.is_valid() for form in forms):
            messages.error(request, _("有内容需要改正，见表中的说明；都改好才会保存。"))
        elif any([form.is_stale() for form in forms]):  # noqa: C419  each is to be told
            messages.error(request, _("您打开这一页之后，别人改过其中几项，还没有保存，请核对标出的地方。"))
        elif self._is_saved([form for form in forms if form.has_changed()]):
            return redirect(request.path)
        return self.render_to_response(self.get_context_data())

    def _is_saved(self, forms) -> bool:
        findings = {(form.participant, form.indicator): form.cleaned_data for form in forms}
        try:
            scoring.score(findings, actor=self.request.user)
        except (RuleBroken, NotAllowed) as error:
            messages.error(self.request, " ".join(error.messages))
            return False
        messages.success(self.request, _("已保存 %(count)s 项。") % {"count": len(forms)})
        return True

    def get_page_title(self):
        return str(self.indicator or self.participant.agency)

    def get_breadcrumbs_items(self):
        listed = {"url": self.viewset.url_after(self.round), "label": str(self.round)}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        shown = {
            "round": self.round,
            "rows": self.rows,
            "indicator": self.indicator,
            "participant": self.participant,
        }
        return super().get_context_data(**(kwargs | shown))


class EvidenceView(WagtailAdminTemplateMixin, TemplateView):
    """The very records behind a count."""

    template_name = "reviews/admin/evidence.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_run_reviews(request.user):
            raise PermissionDenied
        held = get_object_or_404(Round.objects.select_related("scheme"), pk=kwargs["pk"])
        participants = held.participants.select_related("agency")
        self.participant = get_object_or_404(participants, pk=kwargs["participant"])
        found = held.scheme.indicators.filter(source__in=COUNTED_AS).select_related("scheme")
        self.indicator = get_object_or_404(found, pk=kwargs["indicator"])

    def get_page_title(self):
        return f"{self.participant.agency}　{self.indicator}"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        found = behind(self.indicator, self.participant.agency, timezone.localdate())
        told = (self.participant.counted or {}).get(self.indicator.key)
        shown = {
            "behind": found,
            "is_of_duties": self.indicator.source == Source.LATE_ITEMS,
            "participant": self.participant,
            "now": self.indicator.in_words(found.count),
            "then": "" if told in (None, found.count) else self.indicator.in_words(told),
        }
        return super().get_context_data(**(kwargs | shown))


def _of(found, key: int):
    """The one of these records with that key, or 404."""
    for each in found:
        if each.pk == key:
            return each
    raise Http404
