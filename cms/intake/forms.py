from django import forms
from django.utils.translation import gettext_lazy as _

from cms.intake.registry import specs_for


class UploadForm(forms.Form):
    """A file and what it holds. Only the kinds this account may import are offered."""

    kind = forms.ChoiceField(label=_("表格内容"))
    file = forms.FileField(
        label=_("表格文件"), help_text=_("xlsx、xls 或 csv，保持原样即可。先看预览，确认后才保存。")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(spec.kind, spec.label) for spec in specs_for(user)]
