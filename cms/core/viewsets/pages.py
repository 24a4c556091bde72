"""The page of one record, and the one on which its deletion is confirmed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView

from cms.core.conflicts import SEEN
from cms.core.deleting import consequences
from cms.core.edge_panel import rows_with_addresses
from cms.core.errors import RuleBroken
from cms.core.personal_data.showing import blotted
from cms.core.values import in_words, version_of
from cms.core.viewsets.rows import RuledLinksMixin, RuledObjectMixin
from cms.core.writing import removing


class RuledInspectView(RuledLinksMixin, RuledObjectMixin, generic.InspectView):
    """The record, with the steps that are open to the account."""

    permission_required = "view"
    page_title = _("详情")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            steps=self._steps(),
            not_by_this_account=self._not_by_this_account(),
            seen=version_of(self.object),
            touching=rows_with_addresses(self.object, self.request.user),
            **kwargs,
        )

    def get_fields(self):
        """Not the key, which stands in the address."""
        return [name for name in super().get_fields() if name != self.model._meta.pk.name]

    def get_field_display_value(self, field_name, field):
        # A picture that there is none of would be drawn as "None".
        if getattr(self.object, field_name, "") is None:
            return "—"
        value = in_words(super().get_field_display_value(field_name, field))
        return "—" if value in (None, "", "-") else value

    def get_fields_context(self):
        return [each | {"value": blotted(each["value"])} for each in super().get_fields_context()]

    def _steps(self) -> list[dict]:
        return [
            {"name": name, "label": step.action.label, "url": self.viewset.step_url(name), "asks": step.asks}
            for name, step in self.viewset.steps.items()
            if step.is_open(self.request.user, self.object)
        ]

    def _not_by_this_account(self) -> list[tuple]:
        """Steps that wait for somebody else, and why."""
        return [
            (step.action.label, step.action.refusal)
            for step in self.viewset.steps.values()
            if step.waits_for_another(self.request.user, self.object)
        ]


class RuledHistoryView(RuledLinksMixin, HistoryView):
    pass


class RuledUsageView(RuledLinksMixin, UsageView):
    pass


class RuledDeleteView(RuledObjectMixin, generic.DeleteView):
    """Names what would go, or lose its link, with the record; refuses in words where it must stay."""

    template_name = "core/admin/confirm_delete.html"

    def get_usage_url(self):
        return None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            consequences=consequences(self.object), seen=version_of(self.object), **kwargs
        )

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except RuleBroken as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.get_delete_url())

    def delete_action(self):
        if self.viewset.removes is None:
            raise PermissionDenied
        removing(
            self.object,
            self.viewset.removes,
            actor=self.request.user,
            seen=self.request.POST.get(SEEN, ""),
        )
