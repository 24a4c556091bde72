"""What a step asks before it is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.personal_data.showing import blotted
from cms.core.pickers import let_find
from cms.core.writing import Action

LONGEST_REASON = 500
# The browser's own pickers: they need no script.
NATIVE = {forms.DateField: ("date", "%Y-%m-%d"), forms.TimeField: ("time", "%H:%M")}


class StepForm(forms.Form):
    """Asks for the reason where the action wants one. Its cleaned values are what the service is given."""

    template_name = "core/admin/step_fields.html"

    def __init__(self, action: Action, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if action.reason:
            self.fields["reason"] = forms.CharField(
                label=_("理由"),
                help_text=action.reason,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": action.reason},
            )
        let_find(self)
        for field in self.fields.values():
            if kind := next((NATIVE[each] for each in NATIVE if isinstance(field, each)), None):
                field.widget = type(field.widget)(attrs={"type": kind[0]}, format=kind[1])
                field.widget.is_required = field.required

    def about(self, records: list) -> None:
        """Fit what may be chosen to the records; called before anything is asked or read."""


class ObjectionAnswerForm(StepForm):
    """The answer to an objection, whose words stand above it, and whether it is right."""

    if_upheld = _("异议成立")
    answer = forms.CharField(label=_("答复"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    is_upheld = forms.TypedChoiceField(
        label=_("结论"), coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["is_upheld"].choices = [("no", _("异议不成立")), ("yes", self.if_upheld)]

    def about(self, records: list) -> None:
        words = " ".join(blotted(each.words) for each in records)
        told = _("异议写的是：“%(words)s”提出异议的人凭查询号看到答复。")
        self.fields["answer"].help_text = told % {"words": words}
