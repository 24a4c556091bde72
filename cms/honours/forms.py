"""What the steps of applications and titles ask, and the lines of a sheet."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.assessment.enums import IndicatorKind
from cms.core.conflicts import SeenMixin
from cms.core.plausible import PastDateField, PlausibleDateField
from cms.core.viewsets import ObjectionAnswerForm, StepForm
from cms.honours.models import Cycle, Entry, Indicator

# A step takes down what has just happened.
TODAY = timezone.localdate
# What a line asks of each kind of indicator, as the 居村 and as the district is asked.
SAID = {"score": "self_score", "count": "count", "hit": "hit", "words": "words"}
FOUND = {"score": "office_score", "count": "office_count", "hit": "office_hit", "words": "office_words"}


class ExtendForm(StepForm):
    closes_on = PlausibleDateField(label=_("申报截止"))


class IndicatorForm(WagtailAdminModelForm):
    """Offers the cycles that are still open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = Cycle.objects.filter(applications=None)


class OpinionForm(StepForm):
    """When it was done, and what was said; where a reason is wanted, that is asked instead."""

    done_on = PastDateField(label=_("办理日期"), initial=TODAY)

    def __init__(self, action, *args, **kwargs):
        super().__init__(action, *args, **kwargs)
        if not action.reason:
            self.fields["opinion"] = forms.CharField(
                label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )


class ConferForm(OpinionForm):
    number = forms.CharField(label=_("命名文号"), max_length=60, required=False)


class RecheckForm(StepForm):
    done_on = PastDateField(label=_("复核日期"), initial=TODAY)


class AnswerForm(ObjectionAnswerForm):
    if_upheld = _("异议成立，不能命名")


class LineForm(SeenMixin, forms.Form):
    """One indicator of a sheet: a score, a count or whether it is so, and words; `names` as SAID or FOUND."""

    def __init__(self, indicator: Indicator, entry: Entry | None, names: dict[str, str], data=None):
        self.indicator, self.entry = indicator, entry
        held = {name: getattr(entry, name) for name in names.values()} if entry else {}
        super().__init__(data, prefix=f"i{indicator.pk}", initial=held)
        asked = names["hit"] if indicator.kind == IndicatorKind.VETO else None
        if indicator.kind == IndicatorKind.POINTS:
            asked = names["score"]
            self.fields[asked] = forms.DecimalField(
                label=_("得分"),
                min_value=0,
                max_value=indicator.max,
                max_digits=5,
                decimal_places=2,
                required=False,
            )
        elif asked:
            self.fields[asked] = forms.BooleanField(label=_("有此情形"), required=False)
        elif names is FOUND or not indicator.is_recorded:
            asked = names["count"]
            label = _("与记录不同的，核定次数") if indicator.is_recorded else _("次数")
            self.fields[asked] = forms.IntegerField(
                label=label, min_value=0, max_value=10_000, required=False
            )
        self.fields[names["words"]] = forms.CharField(label=_("说明"), max_length=500, required=False)
        for field in self.fields.values():
            # Changed is what this writer changed, whatever a colleague has saved meanwhile.
            field.show_hidden_initial = True
            field.widget.attrs["aria-label"] = f"{indicator.key}　{field.label}"
        if asked and asked != names["hit"]:
            self.fields[asked].widget.attrs["inputmode"] = "decimal"
        self.watch(entry)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in SAID_OR_FOUND}


SAID_OR_FOUND = {*SAID.values(), *FOUND.values()}
