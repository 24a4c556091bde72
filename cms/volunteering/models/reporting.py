"""How the table for the city's volunteer platform is laid out: the mapping is data."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.personal_data import PublicTexts
from cms.volunteering.enums import ReportedFact


class ReportColumn(PublicTexts, models.Model):
    """A column of the table: what the platform calls it, and what of ours stands in it."""

    order = models.PositiveSmallIntegerField(_("第几列"), unique=True, validators=[MaxValueValidator(200)])
    heading = models.CharField(_("平台的列名"), max_length=40, unique=True)
    fact = models.CharField(_("填什么"), max_length=20, choices=ReportedFact)
    fixed = models.CharField(
        _("固定内容"), max_length=60, blank=True, help_text=_("“填什么”选了固定内容的才写。")
    )

    public_texts = ("heading", "fixed")

    class Meta:
        verbose_name = _("市平台表格的列")
        verbose_name_plural = _("市平台表格的列")
        ordering = ["order"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.heading
