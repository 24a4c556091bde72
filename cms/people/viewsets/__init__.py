"""The rosters in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.people.viewsets.appointments import AppointmentViewSet, ServiceRecordViewSet, StarLevelViewSet
from cms.people.viewsets.certificates import CertificateSchemeViewSet, CertificateViewSet, IssueBatchViewSet
from cms.people.viewsets.merging import MergeViewSet
from cms.people.viewsets.persons import ConsentViewSet, PersonViewSet
from cms.people.viewsets.ways import EndingProposalViewSet, NominationViewSet, ObjectionViewSet


class PeopleGroup(ViewSetGroup):
    menu_label = _("名册")
    menu_icon = "group"
    menu_order = 300
    items = (
        PersonViewSet,
        MergeViewSet,
        NominationViewSet,
        ObjectionViewSet,
        AppointmentViewSet,
        EndingProposalViewSet,
        CertificateViewSet,
        IssueBatchViewSet,
        CertificateSchemeViewSet,
        ServiceRecordViewSet,
        ConsentViewSet,
        StarLevelViewSet,
    )
