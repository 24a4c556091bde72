"""What the lists of the rosters are narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from cms.core.viewsets import PeriodFilter
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment, Certificate, Consent, Nomination, Person, ServiceRecord
from cms.places.forms import TownFilter


class PersonFilterSet(WagtailFilterSet):
    """Narrowed by what somebody is appointed as: all that is chosen has to hold of one appointment."""

    role = django_filters.ChoiceFilter(label=_("角色"), choices=AppointmentRole.choices)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=AppointmentState.choices)
    town = TownFilter("community")

    class Meta:
        model = Person
        fields = []

    def filter_queryset(self, queryset):
        every = Appointment.objects.order_by()
        held = super().filter_queryset(every)
        return queryset if held is every else queryset.filter(pk__in=held.values("person"))


class AppointmentFilterSet(WagtailFilterSet):
    town = TownFilter("community")

    class Meta:
        model = Appointment
        fields = ["role", "state"]


class NominationFilterSet(WagtailFilterSet):
    town = TownFilter("community")

    class Meta:
        model = Nomination
        fields = ["state", "role"]


class CertificateFilterSet(WagtailFilterSet):
    issued = PeriodFilter("issued_on", _("发证日期"))
    town = TownFilter("appointment__community")

    class Meta:
        model = Certificate
        fields = ["year", "scheme"]


class ServiceFilterSet(WagtailFilterSet):
    held = PeriodFilter("date", _("服务日期"))
    town = TownFilter("appointment__community")
    verified = django_filters.BooleanFilter(
        "verified_on", lookup_expr="isnull", exclude=True, label=_("已核实")
    )

    class Meta:
        model = ServiceRecord
        fields = ["duty"]


class ConsentFilterSet(WagtailFilterSet):
    given = PeriodFilter("given_on", _("同意日期"))
    standing = django_filters.BooleanFilter("withdrawn_on", lookup_expr="isnull", label=_("仍有效"))

    class Meta:
        model = Consent
        fields = ["purpose"]
