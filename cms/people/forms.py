"""What the steps of the rosters ask."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.plausible import PastDateField
from cms.core.viewsets import StepForm
from cms.people.models import Appointment, Consent, Nomination, ServiceRecord
from cms.places.models import Place

# A step takes down what has just happened.
TODAY = timezone.localdate


class PlaceField(forms.ModelChoiceField):
    """Names a 居村 with its 街镇: some names stand in two."""

    def label_from_instance(self, place: Place) -> str:
        return f"{place.parent} {place}" if place.is_community else str(place)


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


class ExamForm(NominationStepForm):
    score = forms.DecimalField(
        label=_("考核成绩"), min_value=0, max_value=100, max_digits=5, decimal_places=1, required=False
    )


STEP_FORMS = {"exam": ExamForm}


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
