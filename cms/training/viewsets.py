from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledInspectView
from cms.training import services
from cms.training.queries import turnout


class TrainingTable(OfficeViewSet):
    """Who was trained is personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)


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
    table = services.SESSIONS
    icon = "calendar"
    list_display = ["title", "starts_on", "hours", "place"]
    list_filter = ["starts_on"]
    search_fields = ["title", "place"]
    inspect_view_fields = list(services.SESSIONS.writes)
    inspect_view_class = SessionInspectView


class AttendanceViewSet(TrainingTable):
    table = services.ATTENDANCES
    icon = "tick"
    list_select_related = ["session", "person"]
    list_display = ["person", "session", "signed", "arrived_at", "hours"]
    list_filter = ["session", "signed"]
    search_fields = ["person__name", "session__title"]
    inspect_view_fields = ["person", "session", *services.ATTENDANCES.writes]


class TrainingGroup(ViewSetGroup):
    menu_label = _("培训")
    menu_icon = "calendar-check"
    menu_order = 345
    items = (TrainingSessionViewSet, AttendanceViewSet)
