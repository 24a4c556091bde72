"""What the steps of a duty list ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.plausible import PlausibleDateField
from cms.core.viewsets import StepForm
from cms.duties.queries.carrying import newly_issued_laws
from cms.statutes.models import Law


class AskForm(StepForm):
    comments_until = PlausibleDateField(label=_("征求意见截止日"))


class SetAsideForm(StepForm):
    law = forms.ModelChoiceField(label=_("法规"), queryset=Law.objects.none())
    reason = forms.CharField(
        label=_("不列入的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def about(self, records):
        proposed = [law.pk for law, _day in newly_issued_laws(records[0])]
        self.fields["law"].queryset = Law.objects.filter(pk__in=proposed).order_by("short_title")
