"""Appointments, hours of service, stars."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.core.viewsets import Step
from cms.people import forms
from cms.people.enums import MOVES
from cms.people.models import Appointment
from cms.people.services import appointments, certificates, service_records, tables
from cms.people.viewsets.filters import AppointmentFilterSet, ServiceFilterSet
from cms.people.viewsets.ground import Roster, RosterTable


class AppointmentViewSet(Roster):
    """Begun by nominating or registering a person; who, where and as what is not written over."""

    model = Appointment
    changes, removes = appointments.CHANGE, appointments.DELETE
    form_fields = list(appointments.DETAILS)
    steps = {
        **{
            verb: Step(
                partial(appointments.move_appointment, verb=verb),
                appointments.MOVING[verb],
                done=format_lazy(_("已办理：{step}。"), step=move.label),
            )
            for verb, move in MOVES.items()
        },
        "issue": Step(certificates.issue, certificates.ISSUE, done=_("已发证，可到“证书”里打印。")),
        "certify": Step(
            appointments.certify,
            appointments.CERTIFY,
            done=_("证书已登记。"),
            form=forms.CertificateForm,
            for_several=False,
        ),
        "service": Step(
            service_records.record_service,
            service_records.CREATE,
            done=_("服务已登记，另一位同事核实后计入时长。"),
            form=forms.ServiceForm,
            makes=True,
            for_several=False,
        ),
    }
    list_select_related = ["person", "community__parent"]
    icon = "clipboard-list"
    list_display = [
        "person", Column("birth", label=_("出生年月"), accessor="person.birth"), "role", "community", "state",
        "certificate_number", "volunteer_number",
    ]  # fmt: skip
    list_export = [
        "person.name", "person.birth", "get_role_display", "community.subdistrict", "community",
        "get_state_display", "certificate_number", "certified_on", "volunteer_number", "registered_on",
    ]  # fmt: skip
    filterset_class = AppointmentFilterSet
    search_fields = ["person__name", "certificate_number", "volunteer_number", "community__name", "team"]
    inspect_view_fields = [
        "person", "role", "community", "state", "category", "nominated_by", "training", "score",
        "certificate_number", "certified_on", "volunteer_number", "team", "speciality", "registered_on",
        "masked_phone", "remark",
    ]  # fmt: skip


class ServiceRecordViewSet(RosterTable):
    """Hours are noted down on an appointment and verified here; a wrong record is taken out, with a trace."""

    table = tables.SERVICE_RECORDS
    steps = {
        "verify": Step(
            service_records.verify_service, service_records.VERIFY, done=_("已核实，计入服务时长。")
        ),
        "correct": Step(
            service_records.correct_service,
            service_records.CORRECT,
            done=_("已更正，另一位同事核实后重新计入时长。"),
            form=forms.CorrectionForm,
            for_several=False,
        ),
    }
    list_select_related = ["appointment__person", "appointment__community"]
    icon = "time"
    list_display = [
        "appointment", Column("community", label=_("居村"), accessor="appointment.community"),
        "activity", "date", "start", Column("hours", label=_("时长（小时）")), "verified_on",
    ]  # fmt: skip
    list_export = [
        "appointment", "appointment.community", "activity", "date", "start", "end", "hours", "duty", "place",
        "verified_on",
    ]  # fmt: skip
    filterset_class = ServiceFilterSet
    search_fields = [
        "appointment__person__name", "appointment__volunteer_number", "appointment__community__name",
        "activity",
    ]  # fmt: skip
    inspect_view_fields = [
        "appointment", "activity", "date", "start", "end", "hours", "post", "duty", "place", "recorder",
        "recorded_on", "verified_on", "verified_by", "remark",
    ]  # fmt: skip


class StarLevelViewSet(RosterTable):
    table = tables.STAR_LEVELS
    icon = "pick"
    list_display = ["stars", "hours"]
