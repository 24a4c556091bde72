"""What the import pages share: who may see them, the way back, the batch they are about."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.intake.presence import others_at
from cms.intake.queries import batches_for
from cms.intake.registry import spec_of, specs_for

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


class BatchView(IntakeView):
    """A page about one batch, for those who may import its kind."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(batches_for(request.user), pk=kwargs["pk"])
        self.spec = spec_of(self.batch.kind)

    def get_page_title(self):
        return str(self.batch)

    def get_context_data(self, **kwargs):
        others = others_at(self.batch.pk, self.request.user)
        return super().get_context_data(batch=self.batch, spec=self.spec, others=others, **kwargs)
