"""What people did as volunteers, hour by hour, and the stars that follow from it."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.enums import ServiceDuty
from cms.core.models import TimeStampedModel
from cms.core.personal_data import without_personal_numbers
from cms.core.plausible import PastDay
from cms.people.models.appointments import Appointment

MINUTES_A_DAY = 24 * 60
# The step in which hours of service are counted.
HALF_HOUR = timedelta(minutes=30)
# 志愿服务记录与证明出具办法 knows five stars; more hours than these are in nobody's life.
MOST_STARS, MOST_HOURS = 5, 100_000
EVENING, SMALL_HOURS = time(18), time(5)


class ServiceRecordQuerySet(models.QuerySet):
    def verified(self):
        return self.exclude(verified_on=None)

    def hours(self) -> Decimal:
        """The hours of these records, in all."""
        return Decimal(self.aggregate(total=models.Sum("half_hours"))["total"] or 0) / 2

    def hours_by_verification(self) -> tuple[Decimal, Decimal]:
        """The hours of the verified records, and those of the others."""
        waits = models.Q(verified_on=None)
        total = self.aggregate(
            verified=models.Sum("half_hours", filter=~waits), waiting=models.Sum("half_hours", filter=waits)
        )
        return Decimal(total["verified"] or 0) / 2, Decimal(total["waiting"] or 0) / 2


class ServiceRecord(TimeStampedModel):
    """Hours a person gave at one activity (志愿服务记录与证明出具办法).

    In half-hour steps, above zero, never more than the activity lasted, never at two places at a time, never
    noted down by the person themself. Lengths are whole numbers, so that every database can compare them.
    """

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("服务人员"), on_delete=models.PROTECT, related_name="service_records"
    )
    activity = models.CharField(_("活动名称"), max_length=120)
    date = PastDay(_("服务日期"), db_index=True)
    start = models.TimeField(_("开始时间"))
    minutes = models.PositiveSmallIntegerField(
        _("活动时长（分钟）"), validators=[MaxValueValidator(MINUTES_A_DAY)]
    )
    half_hours = models.PositiveSmallIntegerField(
        _("服务时长（半小时数）"), validators=[MaxValueValidator(48)]
    )
    post = models.CharField(_("服务岗位"), max_length=60, blank=True)
    duty = models.CharField(_("履职类别"), max_length=12, choices=ServiceDuty, blank=True)
    place = models.CharField(_("服务地点"), max_length=120, blank=True)
    recorder = models.CharField(_("记录人"), max_length=60)
    recorded_on = PastDay(_("记录日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)
    # Which table it came from: the same table sent again means the same records.
    ledger = models.CharField(max_length=16, blank=True, editable=False)
    verified_on = PastDay(_("核实日期"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核实人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ServiceRecordQuerySet.as_manager()

    lasting = True

    person_path = "appointment__person"
    own_data_fields = (
        "appointment", "activity", "date", "start", "minutes", "hours", "post", "duty", "place",
        "recorded_on", "remark", "verified_on",
    )  # fmt: skip

    class Meta:
        verbose_name = _("服务记录")
        verbose_name_plural = _("服务记录")
        ordering = ["-date", "-start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "date", "start"],
                name="one_service_at_a_time",
                violation_error_message=_("此人这个时间已有一条服务记录。"),
            ),
            models.CheckConstraint(
                condition=Q(half_hours__gte=1),
                name="service_hours_above_zero",
                violation_error_message=_("服务时长须大于零。"),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=F("half_hours") * 30),
                name="service_hours_within_activity",
                violation_error_message=_("服务时长不能超过活动的起止时间。"),
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(verified_on__isnull=False),
                name="service_verifier_names_the_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment.person}：{without_personal_numbers(self.activity)}"

    def clean(self):
        super().clean()
        if self.appointment_id and self.recorder == self.appointment.person.name:
            raise ValidationError({"recorder": _("记录人不能是本人。")})

    @property
    @display(description=_("小时"))
    def hours(self) -> Decimal:
        return Decimal(self.half_hours) / 2

    @property
    @display(description=_("结束时间"))
    def end(self) -> time:
        return self._ends.time()

    @property
    def until(self) -> str:
        """When it ended, for people: 11:00, or 次日01:00 where that was after midnight."""
        return f"{'' if self._ends.date() == self.date else _('次日')}{self._ends:%H:%M}"

    def overlaps(self, other: "ServiceRecord") -> bool:
        """Whether both share a time, also that of the night between two days."""
        return self._begins < other._ends and other._begins < self._ends

    @property
    def _begins(self) -> datetime:
        return datetime.combine(self.date, self.start)

    @property
    def _ends(self) -> datetime:
        return self._begins + timedelta(minutes=self.minutes)


def length_of(start: time, end: time) -> timedelta:
    """From one time to another; what begins in the evening and ends in the small hours goes past midnight."""
    first, last = (timedelta(hours=each.hour, minutes=each.minute) for each in (start, end))
    past_midnight = start >= EVENING and end <= SMALL_HOURS
    return last - first + timedelta(days=past_midnight)


class StarLevel(models.Model):
    """From how many verified hours on a volunteer has so many stars. The office may change the table."""

    stars = models.PositiveSmallIntegerField(
        _("星级"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)]
    )
    hours = models.PositiveIntegerField(
        _("服务时长（小时）不少于"), unique=True, validators=[MaxValueValidator(MOST_HOURS)]
    )

    class Meta:
        verbose_name = _("志愿服务星级")
        verbose_name_plural = _("志愿服务星级")
        ordering = ["stars"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1), name="star_level_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}星"

    def clean(self):
        super().clean()
        others = StarLevel.objects.exclude(pk=self.pk)
        if None not in (self.stars, self.hours) and (
            others.filter(stars__lt=self.stars, hours__gte=self.hours).exists()
            or others.filter(stars__gt=self.stars, hours__lte=self.hours).exists()
        ):
            raise ValidationError({"hours": _("星级越高，所需时长须越长。")})
