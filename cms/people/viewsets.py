from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledInspectView
from cms.people.queries import merit
from cms.people.services import tables


class RosterTable(OfficeViewSet):
    """Personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)


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
    table = tables.PERSONS
    icon = "user"
    list_display = ["name", "gender", "birth", Column("masked_phone", label=_("手机号"))]
    search_fields = ["name"]
    inspect_view_fields = [*tables.PERSONS.writes, "masked_phone", "masked_identity_number"]
    inspect_view_class = PersonInspectView


class AppointmentViewSet(RosterTable):
    table = tables.APPOINTMENTS
    list_select_related = ["person", "community__parent"]
    icon = "clipboard-list"
    list_display = ["person", "role", "community", "state", "certificate_number", "volunteer_number"]
    list_filter = ["role", "state"]
    search_fields = ["person__name", "certificate_number", "volunteer_number"]
    inspect_view_fields = [
        "person", "role", "community", "state", "category", "nominated_by", "training", "score",
        "certificate_number", "certified_on", "volunteer_number", "team", "speciality", "registered_on",
        "masked_phone", "remark",
    ]  # fmt: skip


class ConsentViewSet(RosterTable):
    table = tables.CONSENTS
    icon = "check"
    list_display = ["person", "purpose", "given_on", "withdrawn_on"]
    list_select_related = ["person"]
    list_filter = ["purpose"]
    search_fields = ["person__name"]


class ServiceRecordViewSet(RosterTable):
    """Hours enter by import; a wrong record is taken out, with a trace."""

    table = tables.SERVICE_RECORDS
    list_select_related = ["appointment__person"]
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


class StarLevelViewSet(RosterTable):
    table = tables.STAR_LEVELS
    icon = "pick"
    list_display = ["stars", "hours"]


class PeopleGroup(ViewSetGroup):
    menu_label = _("名册")
    menu_icon = "group"
    menu_order = 340
    items = (PersonViewSet, AppointmentViewSet, ServiceRecordViewSet, ConsentViewSet, StarLevelViewSet)
