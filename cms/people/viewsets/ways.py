"""The way to an appointment, and its end."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from cms.core.viewsets import RuledInspectView, Step
from cms.people import forms
from cms.people.enums import WAY
from cms.people.models import EndingProposal, Nomination, Objection
from cms.people.queries import persons_alike
from cms.people.services import endings, nominations, objections
from cms.people.viewsets.filters import NominationFilterSet
from cms.people.viewsets.ground import Roster


class NominationInspectView(RuledInspectView):
    """The way so far, step by step."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            done=self.object.steps.all(),
            objections=self.object.objections.all(),
            alike=persons_alike(self.object.person),
            **kwargs,
        )


class NominationViewSet(Roster):
    """From the nomination to the appointment: 居村 and 司法所 take their steps in the portal."""

    model = Nomination
    form_fields = []
    steps = {
        verb: Step(
            partial(nominations.take_by_button, verb=verb),
            nominations.STEPS[verb],
            done=format_lazy(_("已办理：{step}。"), step=move.label),
            form=forms.STEP_FORMS.get(verb, forms.NominationStepForm),
            for_several=verb not in ("exam", "fail"),
        )
        for verb, move in WAY.items()
    }
    inspect_view_class = NominationInspectView
    inspect_template_name = "people/admin/nomination.html"
    icon = "order-up"
    list_select_related = ["person", "community__parent"]
    list_display = [
        "person", Column("birth", label=_("出生年月"), accessor="person.birth"), "role", "community",
        Column("get_state_display", label=_("状态"), sort_key="state"), "notice_until",
    ]  # fmt: skip
    list_export = [
        "person.name", "person.birth", "get_role_display", "community.subdistrict", "community",
        "get_state_display", "notice_until",
    ]  # fmt: skip
    filterset_class = NominationFilterSet
    search_fields = ["person__name", "community__name"]
    inspect_view_fields = ["person", "role", "community", "source", "category", "state", "notice_until"]


class ObjectionViewSet(Roster):
    """Comes by the public notice; the office answers."""

    model = Objection
    form_fields = []
    steps = {
        "answer": Step(
            objections.answer,
            objections.ANSWER,
            done=_("已答复。"),
            form=forms.AnswerForm,
            for_several=False,
        )
    }
    icon = "comment"
    list_select_related = ["nomination__person"]
    list_display = ["nomination", "created_at", Column("outcome", label=_("结论"))]
    list_filter = ["is_upheld"]
    inspect_view_fields = [
        "nomination", "name", "masked_phone", "words", "created_at", "outcome", "answer", "answered_at",
        "answered_by",
    ]  # fmt: skip


class EndingProposalViewSet(Roster):
    """Proposed and heard by the 街镇 in the portal; decided here."""

    model = EndingProposal
    form_fields = []
    steps = {
        "approve": Step(
            endings.approve, endings.APPROVE, done=_("已同意，任用随之变更。"), for_several=False
        ),
        "reject": Step(endings.reject, endings.REJECT, done=_("已记录，任用不变。"), for_several=False),
    }
    icon = "logout"
    list_select_related = ["appointment__person", "appointment__community"]
    list_display = [
        "appointment", Column("community", label=_("居村"), accessor="appointment.community"), "verb",
        Column("get_state_display", label=_("状态"), sort_key="state"),
    ]  # fmt: skip
    list_filter = ["state"]
    inspect_view_fields = [
        "appointment", "verb", "grounds", "created_at", "state", "statement", "heard_on", "decision",
        "decided_on", "decided_by",
    ]  # fmt: skip
