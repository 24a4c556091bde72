"""What the office types about laws."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.statutes.models import Law
from cms.statutes.queries.citing import cited_articles
from cms.statutes.services import know_provisions


class LinesField(forms.CharField):
    """Several short texts, each on a line of its own; kept as a list."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **kwargs):
        super().__init__(required=False, empty_value=[], widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
        self.longest = longest

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def validate(self, value):
        super().validate(value)
        if long := [line for line in value if len(line) > self.longest]:
            raise forms.ValidationError(
                _("“%(line)s…”太长，每行最多 %(longest)d 字。"),
                params={"line": long[0][:10], "longest": self.longest},
            )

    def has_changed(self, initial, data) -> bool:
        return self.to_python(data) != self.to_python(initial)


class CitedArticlesField(forms.CharField):
    """Articles as one types them, cleaned to laws and numbers: 《民法典》第1254条；《宪法》第24条."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=600, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "；".join(map(str, value))

    def clean(self, value) -> list:
        return cited_articles(super().clean(self.prepare_value(value) or ""))

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class CitesArticles(WagtailAdminModelForm):
    """A form with `laws` and a CitedArticlesField `articles`: what cites an article cites its law."""

    def clean(self):
        values = super().clean()
        cited = values.get("articles") or []
        if "laws" in values:
            laws = {law.pk for law, _ref in cited}
            values["laws"] = Law.objects.filter(Q(pk__in=laws) | Q(pk__in=values["laws"]))
        values["articles"] = list(know_provisions(cited, actor=self.for_user).values())
        return values
