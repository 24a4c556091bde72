"""What the steps of the rosters ask."""

import re
from itertools import groupby

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.plausible import PastDateField, month_has_come
from cms.core.viewsets import ObjectionAnswerForm, StepForm
from cms.people.enums import CONSENT_WORDS, GENDERS
from cms.people.models import Appointment, Consent, Nomination, Person, RosterSetting, ServiceRecord
from cms.people.models.nominations import NOMINATED_ROLES
from cms.people.services.merging import FIELDS
from cms.places.models import Place
from search.chinese.folding import narrow

# A step takes down what has just happened.
TODAY = timezone.localdate


class PlacesByTown(ModelChoiceIterator):
    """The 居村 of each 街镇 stand together under its name, after the 街镇 itself where that may be chosen."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        towns = [(place.parent if place.is_community else place, place) for place in self.queryset]
        towns.sort(key=lambda pair: (pair[0].code, pair[0] is not pair[1], pair[1].code))
        for town, pairs in groupby(towns, key=lambda pair: pair[0]):
            yield str(town), [self.choice(place) for _town, place in pairs]


class PlaceField(forms.ModelChoiceField):
    """Names a 居村 with its 街镇: some names stand in two."""

    iterator = PlacesByTown

    def label_from_instance(self, place: Place) -> str:
        return f"{place.parent} {place}" if place.is_community else str(place)


class PersonField(forms.ModelChoiceField):
    """Names a person with the birth: namesakes are told apart."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person}（{person.birth}）" if person.birth else str(person)


class AppointmentField(forms.ModelChoiceField):
    """Names an appointment with its 居村: namesakes are told apart."""

    def label_from_instance(self, appointment: Appointment) -> str:
        return f"{appointment}（{appointment.community}）"


class MobileField(forms.CharField):
    """Eleven digits, however they were spaced."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def clean(self, value) -> str:
        number = re.sub(r"[\s\-]", "", narrow(super().clean(value)))
        if number and not re.fullmatch(r"1[3-9]\d{9}", number):
            raise forms.ValidationError(_("请填写 11 位手机号。"))
        return number


class FindForm(forms.Form):
    """A whole number, by which somebody is known: parts of it find nobody, only its fingerprint is kept."""

    number = forms.CharField(
        label=_("手机号或身份证号"),
        max_length=40,
        help_text=_("填完整的号码，空格、横线不要紧。号码不会留在网址和日志里。"),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        number = re.sub(r"[\s\-]", "", narrow(self.cleaned_data["number"])).upper()
        if not re.fullmatch(r"1[3-9]\d{9}|\d{17}[\dX]", number):
            raise forms.ValidationError(_("请填写 11 位手机号或 18 位身份证号。"))
        return number


class MonthField(forms.CharField):
    """A month that has come, written 1978-02."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "1978-02"})
    default_validators = [month_has_come]


class PurposesField(forms.TypedMultipleChoiceField):
    """What is agreed to, each purpose by itself, none of them ticked beforehand."""

    def __init__(self, **kwargs):
        options = [(purpose.value, words) for purpose, words in CONSENT_WORDS.items()]
        super().__init__(choices=options, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class NewcomerForm(forms.Form):
    """Who somebody is whom the roster does not know; the guardian only of who is under age."""

    name = forms.CharField(label=_("姓名"), max_length=60, error_messages={"required": _("请填写姓名。")})
    gender = forms.ChoiceField(label=_("性别"), choices=[("", "—"), *GENDERS], required=False)
    birth = MonthField(label=_("出生年月"))
    phone = MobileField(label=_("手机号"))
    community = PlaceField(label=_("居村"), queryset=Place.objects.communities().select_related("parent"))
    role = forms.ChoiceField(label=_("角色"), choices=NOMINATED_ROLES)
    category = forms.CharField(
        label=_("人员类别"), max_length=30, required=False, help_text=_("例：网格员、人民调解员、楼组长。")
    )
    guardian_name = forms.CharField(
        label=_("监护人姓名"), max_length=60, required=False, help_text=_("未满18周岁的才填。")
    )
    guardian_phone = MobileField(label=_("监护人电话"), required=False)
    purposes = PurposesField(label=_("同意的用途"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not RosterSetting.load().takes_minors:
            del self.fields["guardian_name"], self.fields["guardian_phone"]

    def given(self, *names: str) -> dict[str, str]:
        """What was filled in; a field that is not asked is empty."""
        return {name: self.cleaned_data.get(name, "") for name in names}


class ApartField(forms.CharField):
    """The keys of those who look alike and are others, as the page before said."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data) -> bool:
        return False


class ModelStepForm(StepForm, forms.ModelForm):
    """Asks for fields of a model, in its own words and lengths. The service judges and writes them."""

    def _post_clean(self):
        """Nothing: there is no record yet to judge."""


class NominationForm(ModelStepForm):
    community = PlaceField(label=_("居村"), queryset=Place.objects.communities().select_related("parent"))

    class Meta:
        model = Nomination
        fields = ["role", "community", "source", "category"]


class NominationStepForm(StepForm):
    """When it was done, and what was said; where the end of the way wants a reason, that is asked instead."""

    done_on = PastDateField(label=_("办理日期"), initial=TODAY)

    def __init__(self, action, *args, **kwargs):
        super().__init__(action, *args, **kwargs)
        if not action.reason:
            self.fields["opinion"] = forms.CharField(
                label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )


class AnswerForm(ObjectionAnswerForm):
    if_upheld = _("异议成立，不能聘任")


class ExamForm(NominationStepForm):
    score = forms.DecimalField(
        label=_("考核成绩"), min_value=0, max_value=100, max_digits=5, decimal_places=1, required=False
    )


STEP_FORMS = {"exam": ExamForm, "fail": ExamForm}


class RegistrationForm(ModelStepForm):
    community = PlaceField(
        label=_("居村或街镇"),
        queryset=(Place.objects.communities() | Place.objects.subdistricts()).select_related("parent"),
    )
    registered_on = PastDateField(label=_("注册日期"), initial=TODAY)

    class Meta:
        model = Appointment
        fields = ["community", "volunteer_number", "registered_on", "team", "speciality"]


class CertificateForm(ModelStepForm):
    certificate_number = forms.CharField(label=_("证书编号"), max_length=60)
    certified_on = PastDateField(label=_("发证日期"), initial=TODAY)

    class Meta:
        model = Appointment
        fields = ["certificate_number", "certified_on"]


class ConsentForm(ModelStepForm):
    given_on = PastDateField(label=_("同意日期"), initial=TODAY)

    class Meta:
        model = Consent
        fields = ["purpose", "text_version", "given_on"]


class WithdrawalForm(StepForm):
    withdrawn_on = PastDateField(label=_("撤回日期"), initial=TODAY)


class CorrectionForm(ModelStepForm):
    """The times as they were."""

    end = forms.TimeField(label=_("结束时间"))
    hours = forms.DecimalField(
        label=_("服务时长（小时）"), min_value=0, max_digits=4, decimal_places=1,
        help_text=_("以半小时为单位。更正之后须由另一人重新核实。"),
    )  # fmt: skip
    field_order = ["date", "start", "end", "hours", "reason"]

    class Meta:
        model = ServiceRecord
        fields = ["date", "start"]

    def about(self, records: list) -> None:
        held = records[0]
        self.initial = {"date": held.date, "start": held.start, "end": held.end, "hours": held.hours}


class ServiceForm(ModelStepForm):
    end = forms.TimeField(label=_("结束时间"))
    hours = forms.DecimalField(
        label=_("服务时长（小时）"),
        min_value=0,
        max_digits=4,
        decimal_places=1,
        help_text=_("以半小时为单位。"),
    )
    field_order = ["activity", "date", "start", "end", "hours"]

    class Meta:
        model = ServiceRecord
        fields = ["activity", "date", "start", "post", "duty", "place", "recorder", "remark"]


class MergeForm(forms.Form):
    """Which of two values stays, for each that differs; what only one record knows, stays."""

    FIRST, SECOND = "first", "second"
    reason = forms.CharField(
        label=_("怎样核实是同一个人"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例：当面核对、电话核实。"),
        error_messages={"required": _("请写明怎样核实是同一个人，例如当面核对、电话核实。")},
    )

    def __init__(self, first: Person, second: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            values = getattr(first, name), getattr(second, name)
            if values[0] != values[1]:
                self.fields[name] = forms.ChoiceField(
                    label=Person._meta.get_field(name).verbose_name,
                    choices=[(self.FIRST, _("用这个")), (self.SECOND, _("用这个"))],
                    initial=self.FIRST if values[0] else self.SECOND,
                    widget=forms.RadioSelect,
                )

    @property
    def taken(self) -> list[str]:
        """The fields of which the second record's value stays."""
        return [name for name in FIELDS if self.cleaned_data.get(name) == self.SECOND]
