from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledIndexView, RuledInspectView
from cms.people.models import Appointment, Consent, Person, ServiceRecord, StarLevel
from cms.people.permissions import can_manage_people
from cms.people.queries import merit


class RosterTable(OfficeViewSet):
    """Personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)

    def may_write(self, user) -> bool:
        return can_manage_people(user)


class PersonInspectView(RuledInspectView):
    """The person, and what they have given."""

    def get_fields_context(self):
        found = merit(self.object)
        stars = f"{found.stars}星" if found.stars else _("未评星")
        return [
            *super().get_fields_context(),
            {"label": _("已核实的服务时长"), "value": f"{found.hours}小时", "component": None},
            {"label": _("志愿服务星级"), "value": stars, "component": None},
        ]


class PersonViewSet(RosterTable):
    model = Person
    icon = "user"
    list_display = ["name", "gender", "birth", Column("masked_phone", label=_("手机号"))]
    search_fields = ["name"]
    # Numbers enter by import and are shown masked; the form never carries them.
    form_fields = [
        "name", "gender", "birth", "ethnicity", "political_status", "education", "skills", "guardian_name",
    ]  # fmt: skip
    inspect_view_fields = [*form_fields, "masked_phone", "masked_identity_number"]
    inspect_view_class = PersonInspectView


class AppointmentIndexView(RuledIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("person", "community")


class AppointmentViewSet(RosterTable):
    model = Appointment
    index_view_class = AppointmentIndexView
    icon = "clipboard-list"
    list_display = ["person", "role", "community", "state", "certificate_number", "volunteer_number"]
    list_filter = ["role", "state"]
    search_fields = ["person__name", "certificate_number", "volunteer_number"]
    exclude_form_fields = ["created_at", "updated_at", "phone"]
    inspect_view_fields = [
        "person", "role", "community", "state", "category", "nominated_by", "training", "score",
        "certificate_number", "certified_on", "volunteer_number", "team", "speciality", "registered_on",
        "masked_phone", "remark",
    ]  # fmt: skip


class ConsentViewSet(RosterTable):
    model = Consent
    icon = "check"
    list_display = ["person", "purpose", "given_on", "withdrawn_on"]
    list_filter = ["purpose"]
    search_fields = ["person__name"]
    exclude_form_fields = ["created_at", "updated_at"]


class ServiceRecordIndexView(RuledIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("appointment__person")


class ServiceRecordViewSet(RosterTable):
    """Hours enter by import; a wrong record is taken out, with a trace."""

    model = ServiceRecord
    index_view_class = ServiceRecordIndexView
    icon = "time"
    list_display = [
        "appointment", "activity", "date", "start", Column("hours", label=_("时长（小时）")), "verified_on",
    ]  # fmt: skip
    list_filter = ["date", "duty"]
    search_fields = ["appointment__person__name", "appointment__volunteer_number", "activity"]
    inspect_view_fields = [
        "appointment", "activity", "date", "start", "end", "hours", "post", "duty", "place", "recorder",
        "recorded_on", "verified_on", "verified_by", "remark",
    ]  # fmt: skip
    form_fields = []
    writes = frozenset({"delete"})


class StarLevelViewSet(RosterTable):
    model = StarLevel
    icon = "pick"
    list_display = ["stars", "hours"]
    form_fields = ["stars", "hours"]


class PeopleGroup(ViewSetGroup):
    menu_label = _("名册")
    menu_icon = "group"
    menu_order = 340
    items = (PersonViewSet, AppointmentViewSet, ServiceRecordViewSet, ConsentViewSet, StarLevelViewSet)
