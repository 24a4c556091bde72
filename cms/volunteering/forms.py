"""What the public form of volunteers and the steps of the desk ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.accounts.models import User
from cms.core.viewsets import StepForm
from cms.people.enums import GENDERS, AppointmentRole
from cms.people.forms import MobileField, MonthField, PlaceField
from cms.people.models import Person
from cms.people.queries import persons_alike
from cms.places.models import Place
from cms.volunteering.enums import CONSENT_WORDS, Slot
from cms.volunteering.models import Skill, Team
from search.chinese.numerals import typed_number

ANOTHER = "new"


class Ticks(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class OfferForm(forms.Form):
    """What somebody can do, when and where."""

    skills = Ticks(label=_("特长"), queryset=Skill.objects.all(), required=False)
    times = forms.MultipleChoiceField(
        label=_("可服务的时间"), choices=Slot, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选就是什么时间都可以。"),
    )  # fmt: skip
    towns = Ticks(
        label=_("可服务的街镇"), queryset=Place.objects.subdistricts().order_by("code"), required=False,
        help_text=_("都不选就是哪里都可以。"),
    )  # fmt: skip


class ProfileForm(WagtailAdminModelForm):
    """The same, written down by the office; of volunteers alone."""

    skills, times, towns = (OfferForm.base_fields[name] for name in ("skills", "times", "towns"))

    def clean_appointment(self):
        appointment = self.cleaned_data["appointment"]
        if appointment.role != AppointmentRole.VOLUNTEER:
            raise forms.ValidationError(_("请选择普法志愿者的那一段任用。"))
        return appointment


class ApplyForm(OfferForm):
    """Who wants to be a volunteer; the guardian only of who is under age."""

    name = forms.CharField(label=_("姓名"), max_length=60, error_messages={"required": _("请填写姓名。")})
    gender = forms.ChoiceField(label=_("性别"), choices=[("", "—"), *GENDERS], required=False)
    birth = MonthField(label=_("出生年月"))
    phone = MobileField(label=_("手机号"))
    community = PlaceField(
        label=_("所在居村或街镇"),
        queryset=(Place.objects.communities() | Place.objects.subdistricts())
        .select_related("parent")
        .order_by("code"),
    )
    words = forms.CharField(
        label=_("自我介绍"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("您的职业、做过的志愿服务。请不要写身份证号、手机号。"),
    )  # fmt: skip
    guardian_name = forms.CharField(
        label=_("监护人姓名"),
        max_length=60,
        required=False,
        help_text=_("未满18周岁的，由监护人填写，表示同意。"),
    )
    guardian_phone = MobileField(label=_("监护人电话"), required=False)
    purposes = forms.MultipleChoiceField(
        label=_("同意的用途"),
        choices=[(purpose.value, words) for purpose, words in CONSENT_WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("第一项不同意就不能登记，其余各项随您，以后可以撤回。"),
    )
    field_order = [
        "name", "gender", "birth", "phone", "community", "skills", "times", "towns", "words", "guardian_name",
        "guardian_phone", "purposes", "own",
    ]  # fmt: skip

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if account is None:
            return
        # Somebody may fill it in for a neighbour: whose application it is, they say themselves.
        self.fields["own"] = forms.BooleanField(
            label=_("是我本人报名，登记后与账号“%s”关联") % account,
            required=False,
            help_text=_("替别人填写的，请不要勾选。"),
        )
        self.order_fields(self.field_order)


class ApproveForm(StepForm):
    """Whether its writer is somebody of the roster is asked wherever somebody looks alike."""

    person = forms.ChoiceField(label=_("名册里有相像的人，是同一个人吗？"), widget=forms.RadioSelect)
    volunteer_number = forms.CharField(label=_("志愿者编号"), max_length=40, required=False)
    team = forms.ModelChoiceField(label=_("服务队"), queryset=Team.objects.all(), required=False)
    joins = forms.BooleanField(
        required=False,
        help_text=_("关联之后，这个账号看得到此人的全部资料。请先与本人核对，没有核对的不要勾选。"),
    )

    def about(self, records: list) -> None:
        held = records[0]
        if held.account:
            self.fields["joins"].label = _("已核实账号“%s”就是本人，关联") % held.account_in_words
        else:
            del self.fields["joins"]
        self.alike = persons_alike(Person(name=held.name, birth=held.birth, phone=held.phone))
        if not self.alike:
            del self.fields["person"]
            return
        told = [(str(each.pk), _("是 %s") % _in_words(each)) for each in self.alike]
        self.fields["person"].choices = [*told, (ANOTHER, _("都不是，是另一个人"))]

    def clean(self):
        given = super().clean()
        chosen = given.pop("person", ANOTHER)
        named = {each.pk: each for each in self.alike}
        given["person"] = named.get(typed_number(chosen)) if chosen != ANOTHER else None
        given["apart"] = list(named)
        return given


def _in_words(person: Person) -> str:
    known = "，".join(filter(None, (person.birth, person.masked_phone)))
    return f"{person}（{known}）" if known else str(person)
