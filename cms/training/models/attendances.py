"""Who came, and for how long."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.training.enums import AttendanceSource
from cms.training.models.sessions import MOST_HOURS, TrainingSession


class AttendanceQuerySet(models.QuerySet):
    def attended(self):
        return self.filter(signed=True)


class Attendance(TimeStampedModel):
    """Whether a person came to a session. Who did not sign did not attend and has no hours."""

    session = models.ForeignKey(
        TrainingSession, verbose_name=_("培训班次"), on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        "people.Person", verbose_name=_("人员"), on_delete=models.PROTECT, related_name="attendances"
    )
    signed = models.BooleanField(_("已签到"))
    arrived_at = models.TimeField(_("到场时间"), null=True, blank=True)
    left_at = models.TimeField(_("离场时间"), null=True, blank=True)
    hours = models.DecimalField(
        _("学时"), max_digits=5, decimal_places=1, default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    # The hours of service that follow from it, where the session counts as service.
    service = models.OneToOneField(
        "people.ServiceRecord",
        verbose_name=_("服务记录"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="attendance",
    )
    source = models.CharField(
        _("来源"),
        max_length=4,
        choices=AttendanceSource,
        default=AttendanceSource.LIST,
        db_default=AttendanceSource.LIST,
        editable=False,
    )

    objects = AttendanceQuerySet.as_manager()

    lasting = True

    person_path = "person"
    own_data_fields = ("session", "signed", "arrived_at", "left_at", "hours", "remark", "source")

    class Meta:
        verbose_name = _("签到")
        verbose_name_plural = _("签到")
        ordering = ["session", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                name="one_attendance_per_session_and_person",
                violation_error_message=_("此人在这次培训中已有签到记录。"),
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=0),
                name="attendance_hours_from_zero",
                violation_error_message=_("学时不能小于零。"),
            ),
            models.CheckConstraint(
                condition=Q(signed=True) | Q(hours=0),
                name="absent_without_hours",
                violation_error_message=_("没有签到的人没有学时。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}：{self.person}"

    def clean(self):
        super().clean()
        longest = self.session.hours
        if longest is not None and self.hours is not None and self.hours > longest:
            raise ValidationError({"hours": _("学时不能超过这次培训的 %s 学时。") % longest})
