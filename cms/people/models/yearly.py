"""Why somebody could not do in a year what the rule asks."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import can_be_a_year
from cms.people.enums import ExcuseKind
from cms.people.models.appointments import Appointment


class YearlyExcuse(TimeStampedModel):
    """Illness, leave or another reason, noted by whoever looks after the place."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("任用"), on_delete=models.PROTECT, related_name="yearly_excuses"
    )
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(2000), can_be_a_year])
    kind = models.CharField(_("原因"), max_length=8, choices=ExcuseKind)
    words = models.CharField(_("说明"), max_length=200, blank=True)

    lasting = True

    person_path = "appointment__person"
    own_data_fields = ("appointment", "year", "kind", "words")

    class Meta:
        verbose_name = _("年度要求的说明")
        verbose_name_plural = _("年度要求的说明")
        ordering = ["-year", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "year"],
                name="one_excuse_a_year",
                violation_error_message=_("此人这一年已有说明。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.appointment}：{self.year}年"
