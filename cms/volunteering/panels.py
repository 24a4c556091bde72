"""What the office finds on the admin's home: who wants to serve, who asks for a proof or about own data."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.panels import WaitingPanel
from cms.volunteering.enums import ApplicationState, ProofState, RequestState
from cms.volunteering.models import Application, MemberRequest, ServiceProof
from cms.volunteering.permissions import can_manage_volunteers


class VolunteeringPanel(WaitingPanel):
    name = "volunteering"
    title = _("志愿服务：等您办理")
    order = 56
    of = ("volunteering",)

    def rows(self):
        asked = ServiceProof.objects.filter(state=ProofState.REQUESTED)
        return [
            (
                _("志愿者报名：待审核"),
                Application.objects.filter(state=ApplicationState.RECEIVED).count(),
                f"{reverse('volunteer_applications:index')}?state={ApplicationState.RECEIVED}",
            ),
            (
                _("本人的请求：待答复"),
                MemberRequest.objects.filter(state=RequestState.OPEN).count(),
                f"{reverse('volunteer_requests:index')}?state={RequestState.OPEN}",
            ),
            (
                _("志愿服务记录证明：公示期满，待出具"),
                asked.exclude(notice_until__gte=timezone.localdate()).count(),
                f"{reverse('service_proofs:index')}?state={ProofState.REQUESTED}",
            ),
        ]


def add_volunteering(request, panels) -> None:
    if can_manage_volunteers(request.user):
        panels.append(VolunteeringPanel(request.user))
