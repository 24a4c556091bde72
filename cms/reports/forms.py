"""What the pages of figures and reports ask, in the admin and in the portal."""

from django import forms
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.conflicts import SEEN, SeenField, offer_again
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.values import version_of
from cms.core.viewsets import StepForm
from cms.core.writing import StaleRecord
from cms.reports.enums import Dimension, Period
from cms.reports.models import Report, Section
from cms.reports.queries.figures import years_with_activities
from cms.reports.services.reports import write_sections
from search.chinese.numerals import typed_number


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


class Asked:
    """Which figures somebody asks for; what is not one of the choices is the first of them."""

    def __init__(self, given):
        self.years = years_with_activities(timezone.localdate())
        year = typed_number(given.get("year", ""), digits=4)
        self.year = year if 2000 <= year <= 2100 else self.years[0]
        self.period = given.get("period") if given.get("period") in Period.values else Period.YEAR
        self.by = given.get("by") if given.get("by") in Dimension.values else Dimension.AGENCY
        self.key = given.get("key", "")

    @property
    def year_text(self) -> str:
        return str(self.year)

    @property
    def query(self) -> str:
        return f"year={self.year}&period={self.period}&by={self.by}"


def save_sections(request, report: Report, forms) -> bool:
    """Save what was written; where it is refused, say why at the forms and keep what was written there."""
    if not all(form.is_valid() for form in forms):
        messages.error(request, _("有内容需要改正，都改好才会保存。"))
        return False
    try:
        write_sections(report, {form.instance: form.values for form in forms}, actor=request.user)
    except StaleRecord:
        for form in forms:
            now = Section.objects.get(pk=form.instance.pk)
            if form.cleaned_data[SEEN] != version_of(now):
                offer_again(form, now)
        messages.error(request, _("您打开这一页之后，别人改过其中的内容，请核对标出的地方。"))
        return False
    except (RuleBroken, NotAllowed) as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, _("已保存。"))
    return True
