from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.people.models import Appointment, Consent, Person
from cms.people.permissions import can_manage_people


class RosterTable(OfficeViewSet):
    """Personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)

    def may_write(self, user) -> bool:
        return can_manage_people(user)


class PersonViewSet(RosterTable):
    model = Person
    icon = "user"
    list_display = ["name", "gender", "birth", Column("masked_phone", label=_("手机号"))]
    search_fields = ["name"]
    # Numbers enter by import and are shown masked; the form never carries them.
    form_fields = ["name", "gender", "birth", "ethnicity", "political_status", "education", "skills"]
    inspect_view_fields = [*form_fields, "masked_phone", "masked_identity_number"]


class AppointmentViewSet(RosterTable):
    model = Appointment
    icon = "clipboard-list"
    list_display = ["person", "role", "community", "state", "certificate_number"]
    list_filter = ["role", "state"]
    search_fields = ["person__name", "certificate_number"]
    exclude_form_fields = ["created_at", "updated_at"]


class ConsentViewSet(RosterTable):
    model = Consent
    icon = "check"
    list_display = ["person", "purpose", "given_on", "withdrawn_on"]
    list_filter = ["purpose"]
    search_fields = ["person__name"]
    exclude_form_fields = ["created_at", "updated_at"]


class PeopleGroup(ViewSetGroup):
    menu_label = _("名册")
    menu_icon = "group"
    menu_order = 340
    items = (PersonViewSet, AppointmentViewSet, ConsentViewSet)
