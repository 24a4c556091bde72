"""The admin's way in: upload, preview, apply, result. Pages ask again while the worker is busy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import RuleBroken
from cms.intake.enums import BUSY, BatchState
from cms.intake.forms import UploadForm
from cms.intake.levels import Level
from cms.intake.queries import batches_for, level_counts, shown_rows
from cms.intake.registry import spec_of, specs_for
from cms.intake.services import start_applying, upload

PAGE_SIZE = 50


class IntakeView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not specs_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        trail = [{"url": reverse("intake_batches"), "label": _("导入")}]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_title()}]


class BatchList(IntakeView):
    """Upload a file; below, what was uploaded before."""

    template_name = "intake/batches.html"
    page_title = _("导入表格")

    def get_context_data(self, **kwargs):
        page = Paginator(batches_for(self.request.user), PAGE_SIZE).get_page(self.request.GET.get("p"))
        for batch in page:
            batch.kind_label = spec_of(batch.kind).label
        form = kwargs.pop("form", None) or UploadForm(user=self.request.user)
        return super().get_context_data(form=form, page=page, **kwargs)

    def post(self, request):
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            try:
                batch = upload(**form.cleaned_data, actor=request.user, on=timezone.localdate())
            except RuleBroken as error:
                form.add_error("file", error)
            else:
                return redirect("intake_batch", batch.pk)
        return self.render_to_response(self.get_context_data(form=form))


class BatchDetail(IntakeView):
    """Preview or result of one batch."""

    template_name = "intake/batch.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(batches_for(request.user), pk=kwargs["pk"])

    def get_page_title(self):
        return self.batch.file_name

    def get_context_data(self, **kwargs):
        chosen = self._chosen_level()
        rows = self.batch.rows.all()
        if chosen is not None:
            rows = rows.filter(level=chosen)
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            batch=self.batch,
            kind_label=spec_of(self.batch.kind).label,
            busy=self.batch.state in BUSY,
            can_apply=self.batch.state == BatchState.PREVIEWED,
            applied=self.batch.state == BatchState.APPLIED,
            levels=level_counts(self.batch),
            chosen=chosen,
            page=page,
            rows=shown_rows(self.batch, page),
            **kwargs,
        )

    def _chosen_level(self) -> Level | None:
        """The level asked for; by default whatever needs a look, else everything."""
        wanted = self.request.GET.get("level", "")
        if not wanted or wanted == "all":
            return None
        try:
            return Level[wanted.upper()]
        except KeyError:
            raise Http404 from None

    def post(self, request, pk):
        try:
            start_applying(self.batch, actor=request.user)
        except RuleBroken as error:
            messages.error(request, error.message)
        return redirect("intake_batch", pk)
