"""The office's pages of a cycle and of an application: its sheet, and what the district finds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import NotAllowed, RuleBroken
from cms.core.viewsets import RuledInspectView
from cms.honours.forms import FOUND, LineForm
from cms.honours.models import Application
from cms.honours.permissions import can_run_honours
from cms.honours.queries import written_out
from cms.honours.queries.records import record_of
from cms.honours.queries.sheets import district_sheet, problems_of, record_in_words, self_sheet
from cms.honours.services.applications import ASSESS, assess


class CycleInspectView(RuledInspectView):
    """The whole scheme on one page, with what is wrong with it in words."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cycle=self.object, problems=problems_of(self.object), is_open=self.object.is_open, **kwargs
        )


class ApplicationInspectView(RuledInspectView):
    """Record, sheet, papers, objections and the way so far."""

    def get_context_data(self, **kwargs):
        held = written_out(Application.objects.filter(pk=self.object.pk)).get()
        record = record_of(held, timezone.localdate())
        return super().get_context_data(
            recorded=record_in_words(record),
            own=self_sheet(held, record),
            found=district_sheet(held),
            done=held.steps.all(),
            files=held.evidence.select_related("indicator"),
            objections=held.objections.all(),
            can_assess=ASSESS.is_open(self.request.user, held),
            **kwargs,
        )


class AssessView(WagtailAdminTemplateMixin, TemplateView):
    """The sheet of one application as the district finds it, saved as a whole."""

    template_name = "honours/admin/assess.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_run_honours(request.user):
            raise PermissionDenied
        found = Application.objects.select_related("cycle", "community__parent")
        self.held = get_object_or_404(written_out(found), pk=kwargs["pk"])
        ASSESS.ask(request.user, self.held)
        data = request.POST if request.method == "POST" else None
        entries = {entry.indicator_id: entry for entry in self.held.entries.all()}
        self.forms = [
            LineForm(each, entries.get(each.pk), FOUND, data) for each in self.held.cycle.indicators.all()
        ]

    def post(self, request, *args, **kwargs):
        if not all([form.is_valid() for form in self.forms]):  # noqa: C419  each is to be told
            messages.error(request, _("有内容需要改正，见表中的说明；都改好才会保存。"))
        elif any([form.is_stale() for form in self.forms]):  # noqa: C419
            messages.error(request, _("您打开这一页之后，别人改过其中几项，还没有保存，请核对标出的地方。"))
        elif self._is_saved([form for form in self.forms if form.has_changed()]):
            return redirect(self.viewset.url_after(self.held))
        return self.render_to_response(self.get_context_data())

    def _is_saved(self, changed) -> bool:
        try:
            assess(self.held, {form.indicator: form.values for form in changed}, actor=self.request.user)
        except (RuleBroken, NotAllowed) as error:
            messages.error(self.request, " ".join(error.messages))
            return False
        messages.success(self.request, _("已保存 %(count)s 项。") % {"count": len(changed)})
        return True

    def get_page_title(self):
        return _("核分")

    def get_breadcrumbs_items(self):
        listed = {"url": self.viewset.url_after(self.held), "label": str(self.held)}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        counted = {each.source: each.count for each in record_in_words(self.held.recorded)}
        rows = [
            (form, counted.get(form.indicator.source), files_of(self.held, form.indicator))
            for form in self.forms
        ]
        return super().get_context_data(held=self.held, rows=rows, **kwargs)


def files_of(application: Application, indicator) -> list:
    return [file for file in application.evidence.all() if file.indicator_id == indicator.pk]
