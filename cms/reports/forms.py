"""What the pages of a report ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.conflicts import SEEN, SeenField
from cms.core.viewsets import StepForm
from cms.reports.models import Section


class SignForm(StepForm):
    signer = forms.CharField(label=_("签发人"), max_length=40)


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ["heading", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, section: Section, data=None):
        super().__init__(data, instance=section, prefix=f"s{section.pk}")
        self.fields[SEEN] = SeenField(section)

    @property
    def values(self) -> dict[str, str]:
        """What the service is to keep."""
        said = self.cleaned_data
        return {"heading": said["heading"], "text": said["text"], "seen": said[SEEN]}


def section_forms(report, data=None) -> list[SectionForm]:
    return [SectionForm(section, data) for section in report.sections.all()]
