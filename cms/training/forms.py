"""What the office types about a course, and about who came."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.viewsets import StepForm
from cms.statutes.forms import CitedArticlesField, CitesArticles
from cms.training.models.sessions import MOST_HOURS


class CourseForm(CitesArticles):
    articles = CitedArticlesField(
        label=_("条款"), help_text=_("只讲其中几条时填写，例：《民法典》第1254条、第1255条；《宪法》第24条。")
    )


class CorrectForm(StepForm):
    """Shows what stands, so that only what is wrong is typed."""

    signed = forms.BooleanField(label=_("到场"), required=False)
    arrived_at = forms.TimeField(label=_("到场时间"), required=False)
    left_at = forms.TimeField(label=_("离场时间"), required=False)
    hours = forms.DecimalField(
        label=_("学时"),
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=1,
        help_text=_("没有到场的填 0。"),
    )
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def about(self, records):
        for name in self.fields.keys() & {"signed", "arrived_at", "left_at", "hours", "remark"}:
            self.fields[name].initial = getattr(records[0], name)
