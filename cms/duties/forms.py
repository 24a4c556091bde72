"""What the steps of a duty list ask."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.plausible import PlausibleDateField
from cms.core.viewsets import StepForm
from cms.statutes.models import Law

# A list looks back on one year, and is drawn up some time before it begins.
RECENT = datetime.timedelta(days=730)


class AskForm(StepForm):
    comments_until = PlausibleDateField(label=_("征求意见截止日"))


class SetAsideForm(StepForm):
    law = forms.ModelChoiceField(label=_("法规"), queryset=Law.objects.none())
    reason = forms.CharField(
        label=_("不列入的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        begun = Law.objects.filter(versions__effective_on__gte=timezone.localdate() - RECENT)
        self.fields["law"].queryset = begun.distinct().order_by("short_title")
