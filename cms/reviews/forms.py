"""What the office fills in on the pages of a round."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.assessment.enums import COUNTED_KINDS, IndicatorKind
from cms.core.conflicts import SeenMixin
from cms.core.plausible import PlausibleDateField
from cms.core.viewsets import StepForm
from cms.reviews.enums import RoundState, Source
from cms.reviews.models import Entry, Indicator, Participant, Round, Scheme


class ExtendForm(StepForm):
    self_until = PlausibleDateField(label=_("自评截止日"))
    scoring_until = PlausibleDateField(label=_("评议团与投票截止日"))


class RectificationForm(StepForm):
    line = forms.CharField(label=_("薄弱环节"), max_length=160)
    demand = forms.CharField(label=_("整改要求"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = PlausibleDateField(label=_("期限"))


class PartForm(WagtailAdminModelForm):
    """Offers the schemes that are still open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        closed = Round.objects.exclude(state=RoundState.PREPARING).values("scheme")
        self.fields["scheme"].queryset = Scheme.objects.exclude(pk__in=closed)


class FindingForm(SeenMixin, forms.Form):
    """What the office finds of one indicator of one participant."""

    office_score = forms.DecimalField(label=_("评分"), min_value=0, decimal_places=2, required=False)
    count = forms.IntegerField(label=_("改为几次"), min_value=0, max_value=100_000, required=False)
    hit = forms.BooleanField(label=_("有否决情形"), required=False)
    office_words = forms.CharField(label=_("评分说明"), max_length=500, required=False)
    exempt_reason = forms.CharField(label=_("不适用的理由"), max_length=200, required=False)

    def __init__(self, participant: Participant, indicator: Indicator, entry: Entry | None, data=None):
        self.participant, self.indicator, self.entry = participant, indicator, entry
        held = {name: getattr(entry, name) for name in self.base_fields} if entry else {}
        super().__init__(data, prefix=f"p{participant.pk}i{indicator.pk}", initial=held)
        kind = IndicatorKind(indicator.kind)
        unasked = {
            "office_score": kind != IndicatorKind.POINTS,
            "count": kind not in COUNTED_KINDS,
            "hit": kind != IndicatorKind.VETO,
            "exempt_reason": kind in (IndicatorKind.BONUS, IndicatorKind.VETO),
        }
        for name, is_unasked in unasked.items():
            if is_unasked:
                del self.fields[name]
        if indicator.source == Source.OFFICE and "count" in self.fields:
            self.fields["count"].label = _("次数")
        for name, field in self.fields.items():
            # Changed is what this writer changed, whatever a colleague has saved meanwhile.
            field.show_hidden_initial = True
            field.widget.attrs["aria-label"] = f"{participant.agency}　{indicator.key}　{field.label}"
            if name == "office_score":
                field.max_value = indicator.max
                field.widget.attrs |= {"max": str(indicator.max), "inputmode": "decimal"}
        self.watch(entry)
