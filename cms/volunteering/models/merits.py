"""What is said of a volunteer beside the hours: commendation and the yearly evaluation."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, can_be_a_year
from cms.people.models import Appointment
from cms.volunteering.enums import Grade


class Commendation(TimeStampedModel):
    """An honour, of whom and when."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("志愿者"), on_delete=models.PROTECT, related_name="commendations"
    )
    title = models.CharField(_("表彰名称"), max_length=80)
    given_by = models.CharField(_("授予单位"), max_length=60)
    given_on = PastDay(_("授予日期"))

    person_path = "appointment__person"
    own_data_fields = ("appointment", "title", "given_by", "given_on")

    class Meta:
        verbose_name = _("表彰奖励")
        verbose_name_plural = _("表彰奖励")
        ordering = ["-given_on", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.appointment.person}：{self.title}"


class Evaluation(TimeStampedModel):
    """How a year of service was."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("志愿者"), on_delete=models.PROTECT, related_name="evaluations"
    )
    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(2000), can_be_a_year])
    grade = models.CharField(_("评价"), max_length=10, choices=Grade)
    words = models.CharField(_("评语"), max_length=200, blank=True)

    person_path = "appointment__person"
    own_data_fields = ("appointment", "year", "grade", "words")

    class Meta:
        verbose_name = _("年度评价")
        verbose_name_plural = _("年度评价")
        ordering = ["-year", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "year"],
                name="one_evaluation_a_year",
                violation_error_message=_("此人这一年已有评价。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.appointment.person}：{self.year}年"
