"""What the office finds on the admin's home: the steps, objections, proposals and hours that wait for it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.panels import WaitingPanel
from cms.people.enums import EndingState
from cms.people.models import EndingProposal, Nomination, Objection, ServiceRecord
from cms.people.permissions import can_manage_people
from cms.people.queries.awaiting import unattended, waiting_by_state


class PeoplePanel(WaitingPanel):
    name = "people"
    title = _("名册：等您办理")
    order = 55
    of = ("people", "places", "accounts")

    def rows(self):
        way = waiting_by_state(self.user, timezone.localdate())
        return [
            *(
                (_waiting(state), count, _list("nomination", f"?state={state}"))
                for state, count in way.items()
            ),
            (_("推荐、自荐：所在居村没有联络员账号，没有人核实"), unattended(), _list("placecoordinator")),
            (_("公示异议：待答复"), Objection.objects.filter(is_upheld=None).count(), _list("objection")),
            (
                _("退出建议：待普法办决定"),
                EndingProposal.objects.filter(state=EndingState.HEARD).count(),
                _list("endingproposal", f"?state={EndingState.HEARD}"),
            ),
            (
                _("服务时长：待核实"),
                ServiceRecord.objects.filter(verified_on=None).count(),
                _list("servicerecord", "?verified=false"),
            ),
        ]


def add_people(request, panels) -> None:
    if can_manage_people(request.user):
        panels.append(PeoplePanel(request.user))


def _waiting(state: str) -> str:
    told = Nomination(state=state).get_state_display()
    return _("推荐：%s") % (_("公示期满，待聘任") if state == "notice" else told)


def _list(name: str, narrowed: str = "") -> str:
    return reverse(f"{name}:index") + narrowed
