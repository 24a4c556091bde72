"""The persons, and what they agreed to."""

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from cms.core.conflicts import SEEN
from cms.core.viewsets import RuledIndexView, RuledInspectView, Step
from cms.core.viewsets.saving import RuledCreateView, RuledEditView
from cms.people import forms
from cms.people.models import Consent
from cms.people.queries import latest_service, merit, persons_alike
from cms.people.services import appointments, consents, nominations, persons, tables
from cms.people.viewsets.filters import ConsentFilterSet, PersonFilterSet
from cms.people.viewsets.finding import FindView
from cms.people.viewsets.ground import Roster, RosterTable
from search.chinese.numerals import typed_number

APART = "apart"


class PersonIndexView(RuledIndexView):
    """What tells namesakes apart stands in the row: birth, the masked number, where and as what."""

    title_leads_to_inspect = True

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("appointments__community__parent")

    @cached_property
    def header_more_buttons(self):
        find = Button(
            _("按号码找人"), url=reverse(self.viewset.get_url_name("find")), icon_name="search", priority=5
        )
        return [find, *super().header_more_buttons]


def _posts(person) -> str:
    """Where and as what, in one line."""
    told = (
        f"{each.community}{each.get_role_display()}（{each.get_state_display()}）"
        for each in person.appointments.all()
    )
    return "；".join(told)


class PersonInspectView(RuledInspectView):
    """The person: where and as what, what they agreed to, what they have given."""

    def get_context_data(self, **kwargs):
        person = self.object
        return super().get_context_data(
            alike=persons_alike(person),
            appointments=person.appointments.select_related("community__parent"),
            consents=person.consents.order_by("purpose", "-given_on"),
            services=latest_service(person),
            **kwargs,
        )

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
        told = _("名册里已有：%(named)s。姓名、出生年月、手机号都相同，就是同一个人，请到那一条办理。")
        if not error.is_certain:
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
    list_display = [
        "name", "gender", "birth", Column("masked_phone", label=_("手机号")),
        Column("posts", label=_("任用"), accessor=_posts),
    ]  # fmt: skip
    list_export = ["name", "gender", "birth", "masked_phone"]
    filterset_class = PersonFilterSet
    search_fields = [
        "name", "appointments__community__name", "appointments__certificate_number",
        "appointments__volunteer_number",
    ]  # fmt: skip
    search_advice = _("号码加密存放，按尾号查不到：请按“按号码找人”，输入完整的手机号或身份证号。")
    index_view_class = PersonIndexView
    inspect_view_fields = [*tables.PERSONS.writes, "masked_phone", "masked_identity_number"]
    inspect_view_class = PersonInspectView
    inspect_template_name = "people/admin/person.html"
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

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("find/", self.construct_view(FindView), name="find")]


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
    filterset_class = ConsentFilterSet
    list_export = ["person", "get_purpose_display", "given_on", "withdrawn_on"]
    search_fields = ["person__name"]
