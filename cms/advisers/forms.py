"""What the steps of advisers ask."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advisers.models import Agreement, DutyDay, ServiceEntry
from cms.core.plausible import PastDateField
from cms.core.viewsets import StepForm

# A step takes down what has just happened.
TODAY = timezone.localdate


class ConsentForm(StepForm):
    text_version = forms.CharField(label=_("同意书版本"), max_length=30, help_text=_("例：2026-11"))
    given_on = PastDateField(label=_("同意日期"), initial=TODAY)


class AgreementField(forms.ModelChoiceField):
    def label_from_instance(self, agreement: Agreement) -> str:
        return f"{agreement.community.parent} {agreement.community}　{agreement.adviser.name}"


class OfAgreement(forms.ModelForm):
    """Asks for one of the agreements the account may keep. The service judges and writes."""

    def __init__(self, agreements, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreement"] = AgreementField(label=_("居村和法律顾问"), queryset=agreements)
        self.order_fields(["agreement"])
        for name, kind, pattern in (
            ("date", "date", "%Y-%m-%d"), ("start", "time", "%H:%M"), ("end", "time", "%H:%M"),
        ):  # fmt: skip
            if field := self.fields.get(name):
                made = forms.DateInput if kind == "date" else forms.TimeInput
                field.widget = made(attrs={"type": kind}, format=pattern)

    def _post_clean(self):
        """Nothing: there is no record yet to judge."""


class DutyForm(OfAgreement):
    class Meta:
        model = DutyDay
        fields = ["date", "start", "end", "room"]


class EntryForm(OfAgreement):
    class Meta:
        model = ServiceEntry
        fields = ["date", "duty", "served", "summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class CorrectionForm(StepForm, forms.ModelForm):
    class Meta:
        model = ServiceEntry
        fields = ["date", "duty", "served", "summary"]

    def about(self, records: list) -> None:
        held = records[0]
        self.initial = {name: getattr(held, name) for name in self.Meta.fields}

    def _post_clean(self):
        """Nothing: the service judges and writes."""
