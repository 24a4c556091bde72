"""Somebody found by a whole number: asked by POST, since no number may stand in an address or a log."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.people.forms import FindForm
from cms.people.queries import persons_by_number


class FindView(WagtailAdminTemplateMixin, FormView):
    """One person is opened at once; of a number that several share, all are listed."""

    template_name = "people/admin/find.html"
    page_title = _("按号码找人")
    header_icon = "search"
    form_class = FindForm
    viewset = None

    def dispatch(self, request, *args, **kwargs):
        if not self.viewset.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        found = list(persons_by_number(form.cleaned_data["number"])[:20])
        if len(found) == 1:
            return redirect(self.viewset.url_after(found[0]))
        if not found:
            form.add_error("number", _("名册里没有人用这个号码。"))
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def get_breadcrumbs_items(self):
        listed = {"url": reverse(self.viewset.get_url_name("index")), "label": _("人员")}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.page_title}]
