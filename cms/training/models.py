"""Training sessions and who came. The courses and examinations before them are not here yet."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay

# A term of evenings has fewer.
MOST_HOURS = 1000


class TrainingSession(PublicTexts, TimeStampedModel):
    """One training, on one day or several."""

    title = models.CharField(_("名称"), max_length=120)
    starts_on = PlannedDay(_("开始日期"), db_index=True)
    ends_on = PlannedDay(_("结束日期"), blank=True, help_text=_("只有一天的，可以不填。"))
    hours = models.DecimalField(
        _("学时"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MaxValueValidator(MOST_HOURS)],
    )  # fmt: skip
    place = models.CharField(_("地点"), max_length=120, blank=True)
    organiser = models.CharField(_("主办单位"), max_length=120, blank=True)

    public_texts = ("title", "place", "organiser")

    class Meta:
        verbose_name = _("培训班次")
        verbose_name_plural = _("培训班次")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "starts_on"],
                name="one_session_per_title_and_day",
                violation_error_message=_("这一天已有同名的培训班次。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="session_ends_after_it_starts",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0),
                name="session_hours_above_zero",
                violation_error_message=_("学时须大于零。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self):
        super().clean()
        self.ends_on = self.ends_on or self.starts_on


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
    hours = models.DecimalField(
        _("学时"), max_digits=5, decimal_places=1, default=0, validators=[MaxValueValidator(MOST_HOURS)]
    )
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    objects = AttendanceQuerySet.as_manager()

    lasting = True

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
