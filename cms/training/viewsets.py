from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledIndexView, RuledInspectView
from cms.training.models import Attendance, TrainingSession
from cms.training.permissions import can_manage_training
from cms.training.queries import turnout


class TrainingTable(OfficeViewSet):
    """Who was trained is personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)

    def may_write(self, user) -> bool:
        return can_manage_training(user)


class SessionInspectView(RuledInspectView):
    """The session, and who came in figures."""

    def get_fields_context(self):
        found = turnout(self.object)
        return [
            *super().get_fields_context(),
            {"label": _("到场"), "value": f"{found.attended}人", "component": None},
            {"label": _("未到"), "value": f"{found.absent}人", "component": None},
            {"label": _("学时合计"), "value": f"{found.hours}", "component": None},
        ]


class TrainingSessionViewSet(TrainingTable):
    model = TrainingSession
    icon = "calendar"
    list_display = ["title", "starts_on", "hours", "place"]
    list_filter = ["starts_on"]
    search_fields = ["title", "place"]
    form_fields = ["title", "starts_on", "ends_on", "hours", "place", "organiser"]
    inspect_view_fields = form_fields
    inspect_view_class = SessionInspectView


class AttendanceIndexView(RuledIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("session", "person")


class AttendanceViewSet(TrainingTable):
    model = Attendance
    icon = "tick"
    index_view_class = AttendanceIndexView
    list_display = ["person", "session", "signed", "arrived_at", "hours"]
    list_filter = ["session", "signed"]
    search_fields = ["person__name", "session__title"]
    form_fields = ["signed", "arrived_at", "hours", "remark"]
    inspect_view_fields = ["person", "session", *form_fields]
    # People enter a list by import; what it says of them may be corrected.
    writes = frozenset({"change", "delete"})


class TrainingGroup(ViewSetGroup):
    menu_label = _("培训")
    menu_icon = "calendar-check"
    menu_order = 345
    items = (TrainingSessionViewSet, AttendanceViewSet)
