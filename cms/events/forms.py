"""What a series is asked for."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.campaigns.models import BrandPage
from cms.core.plausible import PlausibleDateField
from cms.core.viewsets import StepForm
from cms.events.enums import Rhythm


class DaysField(forms.CharField):
    """Several days, one a line or set apart by 、，or spaces."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value):
        one = PlausibleDateField()
        found = []
        for text in re.split(r"[\s、，,；;]+", super().clean(value).strip()):
            if not text:
                continue
            try:
                found.append(one.clean(text))
            except ValidationError as error:
                raise ValidationError(
                    _("看不懂“%(text)s”，请写成 2026-10-03 这样。"), params={"text": text[:20]}
                ) from error
        return found


class RepeatForm(StepForm):
    rhythm = forms.ChoiceField(label=_("怎样重复"), choices=Rhythm)
    ends_on = PlausibleDateField(label=_("排到哪一天"))
    rests_on_holidays = forms.BooleanField(
        label=_("法定节假日停办"),
        required=False,
        initial=True,
        help_text=_("按国务院办公厅的放假通知；还没有通知的年份不知道哪天放假。"),
    )
    left_out = DaysField(
        label=_("停办的日子"), required=False, max_length=600, help_text=_("例：2026-10-03、2027-02-06。")
    )


class BrandForm(StepForm):
    brand = forms.ModelChoiceField(
        label=_("法治文化品牌"),
        queryset=BrandPage.objects.live(),
        required=False,
        empty_label=_("不属于哪个品牌"),
    )


class ExtendForm(StepForm):
    ends_on = PlausibleDateField(label=_("排到哪一天"))
    left_out = DaysField(
        label=_("停办的日子"), required=False, max_length=600, help_text=_("例：2026-10-03、2027-02-06。")
    )
