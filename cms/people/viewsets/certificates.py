"""Certificates, their numbers, and many at once."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.core.viewsets import RuledInspectView, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.people.enums import CertificateStanding
from cms.people.models import Appointment, Certificate, IssueBatch
from cms.people.services import certificates, issuing
from cms.people.viewsets.filters import CertificateFilterSet
from cms.people.viewsets.ground import Roster, RosterTable


class CertificateInspectView(RuledInspectView):
    """Says what the public check says; only what is valid goes on paper."""

    def get_fields_context(self):
        standing = self.object.standing(timezone.localdate())
        told = {"label": _("查验结果"), "value": standing.label, "component": None}
        return [*super().get_fields_context(), told]

    def get_context_data(self, **kwargs):
        is_valid = self.object.standing(timezone.localdate()) == CertificateStanding.VALID
        return super().get_context_data(is_valid=is_valid, **kwargs)


class CertificateViewSet(Roster):
    """Given on an appointment; the paper is printed in the portal."""

    model = Certificate
    form_fields = []
    steps = {
        "reissue": Step(certificates.reissue, certificates.REISSUE, done=_("已换发，旧证书失效。")),
        "withdraw": Step(certificates.withdraw, certificates.WITHDRAW, done=_("已撤销，查验页随即写明。")),
    }
    icon = "doc-full"
    inspect_view_class = CertificateInspectView
    inspect_template_name = "people/admin/certificate.html"
    list_select_related = ["appointment__person", "appointment__community"]
    list_display = [
        "number", "appointment", Column("community", label=_("居村"), accessor="appointment.community"),
        "issued_on", "valid_until", "withdrawn_on",
    ]  # fmt: skip
    list_export = [
        "number", "appointment.person.name", "appointment.get_role_display", "appointment.community",
        "issued_on", "valid_until", "withdrawn_on",
    ]  # fmt: skip
    filterset_class = CertificateFilterSet
    search_fields = ["number", "appointment__person__name", "appointment__community__name"]
    inspect_view_fields = [
        "number", "appointment", "issued_on", "valid_until", "withdrawn_on", "withdrawn_why",
    ]  # fmt: skip


class CertificateSchemeViewSet(RosterTable):
    table = certificates.SCHEMES
    icon = "order"
    list_display = ["role", "prefix", "digits", "validity_years", "issuer"]


class IssueBatchCreateView(RuledCreateView):
    def save_instance(self):
        asked = self.form.cleaned_data
        return issuing.begin_batch(role=asked["role"], town=asked["town"], actor=self.request.user)


class IssueBatchInspectView(RuledInspectView):
    """How far it has come, and who could not be certified."""

    def get_context_data(self, **kwargs):
        why = dict(self.object.refused)
        refused = Appointment.objects.filter(pk__in=why).select_related("person", "community")
        return super().get_context_data(
            refused=[(each, why[each.pk]) for each in refused],
            given=self.object.certificates.count(),
            **kwargs,
        )


class IssueBatchViewSet(Roster):
    """Certificates for everybody of a role who has none, in the background."""

    model = IssueBatch
    adds = issuing.BEGIN
    form_fields = ["role", "town"]
    steps = {
        "resume": Step(issuing.resume_batch, issuing.RESUME, done=_("已请后台接着办理。"), for_several=False)
    }
    add_view_class = IssueBatchCreateView
    inspect_view_class = IssueBatchInspectView
    inspect_template_name = "people/admin/issue_batch.html"
    icon = "list-ol"
    list_select_related = ["town", "by"]
    list_display = ["created_at", "role", "town", "by", "finished_at"]
    list_filter = ["role"]
    inspect_view_fields = ["role", "town", "by", "created_at", "progress", "finished_at"]
