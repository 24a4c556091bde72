from functools import partial

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.conflicts import SEEN
from cms.core.viewsets import RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView, RuledEditView
from cms.people import forms
from cms.people.enums import MOVES, WAY
from cms.people.models import Appointment, Certificate, Consent, EndingProposal, Nomination, Objection
from cms.people.queries import merit, persons_alike
from cms.people.services import (
    appointments,
    certificates,
    consents,
    endings,
    nominations,
    objections,
    persons,
    service_records,
    tables,
)
from search.chinese.numerals import typed_number

APART = "apart"


class Roster(RuledViewSet):
    """Personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)


class RosterTable(Roster, OfficeViewSet):
    pass


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


class PersonFormMixin:
    """Tells who in the roster looks alike; saving once more says that this is another."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        form.fields[APART] = forms.ApartField(required=False)
        return form

    @property
    def apart(self) -> set[int]:
        return {typed_number(key) for key in self.form.cleaned_data[APART].split()}

    def tell(self, form, error):
        if not isinstance(error, persons.LooksAlike):
            super().tell(form, error)
            return
        form.data = form.data.copy()
        form.data[APART] = " ".join(str(each.pk) for each in error.persons)
        named = "、".join(map(_in_words, error.persons))
        told = _(
            "名册里已有：%(named)s。是同一个人的，请到那一条办理，不要再建；确是另一个人的，再按一次保存。"
        )
        form.add_error(None, told % {"named": named})
        links = [
            messages.button(reverse("person:inspect", args=[each.pk]), _in_words(each), new_window=True)
            for each in error.persons
        ]
        messages.warning(self.request, _("打开核对（在新窗口）："), buttons=links)


def _in_words(person) -> str:
    known = "，".join(filter(None, (person.birth, person.masked_phone)))
    return f"{person}（{known}）" if known else str(person)


class PersonCreateView(PersonFormMixin, RuledCreateView):
    def save_instance(self):
        return persons.add_person(self.model_values(self.form), actor=self.request.user, apart=self.apart)


class PersonEditView(PersonFormMixin, RuledEditView):
    def save_instance(self):
        values, actor = self.model_values(self.form), self.request.user
        held = persons.change_person(
            self.object, values, actor=actor, seen=self.form.cleaned_data[SEEN], apart=self.apart
        )
        self.has_content_changes = self.form.has_changed()
        return held


class PersonViewSet(RosterTable):
    table = tables.PERSONS
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    icon = "user"
    list_display = ["name", "gender", "birth", Column("masked_phone", label=_("手机号"))]
    search_fields = ["name"]
    inspect_view_fields = [*tables.PERSONS.writes, "masked_phone", "masked_identity_number"]
    inspect_view_class = PersonInspectView
    steps = {
        "put_forward": Step(
            nominations.put_forward,
            nominations.PUT_FORWARD,
            done=_("已推荐，请到“推荐”里按步骤办理。"),
            form=forms.NominationForm,
            makes=True,
            for_several=False,
        ),
        "register": Step(
            appointments.register_volunteer,
            appointments.REGISTER,
            done=_("已登记为志愿者。"),
            form=forms.RegistrationForm,
            makes=True,
            for_several=False,
        ),
        "consent": Step(
            consents.give_consent,
            consents.GIVE,
            done=_("已登记同意。"),
            form=forms.ConsentForm,
            makes=True,
            for_several=False,
        ),
        "reveal": Step(
            consents.reveal_numbers,
            consents.REVEAL,
            shows="people/admin/numbers.html",
            for_several=False,
        ),
    }


class AppointmentViewSet(Roster):
    """Begun by nominating or registering a person; who, where and as what is not written over."""

    model = Appointment
    changes, removes = appointments.CHANGE, appointments.DELETE
    form_fields = list(appointments.DETAILS)
    steps = {
        **{
            verb: Step(
                partial(appointments.move_appointment, verb=verb),
                appointments.MOVING[verb],
                done=format_lazy(_("已办理：{step}。"), step=move.label),
            )
            for verb, move in MOVES.items()
        },
        "issue": Step(certificates.issue, certificates.ISSUE, done=_("已发证，可到“证书”里打印。")),
        "certify": Step(
            appointments.certify,
            appointments.CERTIFY,
            done=_("证书已登记。"),
            form=forms.CertificateForm,
            for_several=False,
        ),
        "service": Step(
            service_records.record_service,
            service_records.CREATE,
            done=_("服务已登记，另一位同事核实后计入时长。"),
            form=forms.ServiceForm,
            makes=True,
            for_several=False,
        ),
    }
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
    icon = "user"
    list_select_related = ["person", "community__parent"]
    list_display = [
        "person", "role", "community", Column("get_state_display", label=_("状态"), sort_key="state"),
        "notice_until",
    ]  # fmt: skip
    list_filter = ["state", "role"]
    search_fields = ["person__name"]
    inspect_view_fields = ["person", "role", "community", "source", "category", "state", "notice_until"]


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
    icon = "warning"
    list_select_related = ["appointment__person", "appointment__community"]
    list_display = ["appointment", "verb", Column("get_state_display", label=_("状态"), sort_key="state")]
    list_filter = ["state"]
    inspect_view_fields = [
        "appointment", "verb", "grounds", "created_at", "state", "statement", "heard_on", "decision",
        "decided_on", "decided_by",
    ]  # fmt: skip


class ObjectionViewSet(Roster):
    """Comes by the public notice; the office answers."""

    model = Objection
    form_fields = []
    steps = {
        "answer": Step(
            objections.answer,
            objections.ANSWER,
            done=_("已答复。"),
            form=forms.ObjectionAnswerForm,
            for_several=False,
        )
    }
    icon = "warning"
    list_select_related = ["nomination__person"]
    list_display = ["nomination", "created_at", Column("outcome", label=_("结论"))]
    list_filter = ["is_upheld"]
    inspect_view_fields = [
        "nomination", "name", "masked_phone", "words", "created_at", "outcome", "answer", "answered_at",
        "answered_by",
    ]  # fmt: skip


class CertificateViewSet(Roster):
    """Given on an appointment; the paper is printed in the portal."""

    model = Certificate
    form_fields = []
    steps = {
        "reissue": Step(certificates.reissue, certificates.REISSUE, done=_("已换发，旧证书失效。")),
        "withdraw": Step(certificates.withdraw, certificates.WITHDRAW, done=_("已撤销，查验页随即写明。")),
    }
    icon = "doc-full"
    inspect_template_name = "people/admin/certificate.html"
    list_select_related = ["appointment__person"]
    list_display = ["number", "appointment", "issued_on", "valid_until", "withdrawn_on"]
    list_filter = ["year", "scheme"]
    search_fields = ["number", "appointment__person__name"]
    inspect_view_fields = [
        "number", "appointment", "issued_on", "valid_until", "withdrawn_on", "withdrawn_why",
    ]  # fmt: skip


class CertificateSchemeViewSet(RosterTable):
    table = certificates.SCHEMES
    icon = "order"
    list_display = ["role", "prefix", "digits", "validity_years", "issuer"]


class ConsentViewSet(Roster):
    """What was agreed to is given and withdrawn, never written over."""

    model = Consent
    form_fields = []
    steps = {
        "withdraw": Step(
            consents.withdraw_consent,
            consents.WITHDRAW,
            done=_("已撤回，立即生效。"),
            form=forms.WithdrawalForm,
        )
    }
    icon = "check"
    list_display = ["person", "purpose", "given_on", "withdrawn_on"]
    list_select_related = ["person"]
    list_filter = ["purpose"]
    search_fields = ["person__name"]


class ServiceRecordViewSet(RosterTable):
    """Hours are noted down on an appointment and verified here; a wrong record is taken out, with a trace."""

    table = tables.SERVICE_RECORDS
    steps = {
        "verify": Step(
            service_records.verify_service, service_records.VERIFY, done=_("已核实，计入服务时长。")
        )
    }
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
    items = (
        PersonViewSet,
        NominationViewSet,
        ObjectionViewSet,
        AppointmentViewSet,
        EndingProposalViewSet,
        CertificateViewSet,
        CertificateSchemeViewSet,
        ServiceRecordViewSet,
        ConsentViewSet,
        StarLevelViewSet,
    )
