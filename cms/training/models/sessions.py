"""When and where a course is held, and how many it has room for."""

import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay
from cms.core.seats import SeatsQuerySet
from search.chinese.dates import chinese_date

# A term of evenings has fewer.
MOST_HOURS = 1000
MOST_SEATS = 100_000
MIDNIGHT = datetime.time()


class TrainingSession(PublicTexts, TimeStampedModel):
    """One training, on one day or several. Title and first day name it: so tables on paper do."""

    title = models.CharField(_("名称"), max_length=120)
    course = models.ForeignKey(
        "training.Course",
        verbose_name=_("课程"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    starts_on = PlannedDay(_("开始日期"), db_index=True)
    ends_on = PlannedDay(_("结束日期"), blank=True, help_text=_("只有一天的，可以不填。"))
    begins = models.TimeField(_("每天几点开始"), null=True, blank=True)
    finishes = models.TimeField(_("每天几点结束"), null=True, blank=True)
    hours = models.DecimalField(
        _("学时"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MaxValueValidator(MOST_HOURS)],
    )  # fmt: skip
    venue = models.ForeignKey(
        "places.Venue",
        verbose_name=_("阵地"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="training_sessions",
    )
    place = models.CharField(
        _("地点"),
        max_length=120,
        blank=True,
        help_text=_("不在法治文化阵地举办的，写地址；在的，写几号教室。"),
    )
    host = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("主办的责任单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="training_sessions",
    )
    organiser = models.CharField(
        _("主办单位"), max_length=120, blank=True, help_text=_("不是责任单位的，在这里写名称。")
    )
    teacher = models.CharField(_("授课人"), max_length=60, blank=True, db_default="")
    takes_sign_ups = models.BooleanField(_("接受报名"), default=False, db_default=False)
    capacity = models.PositiveIntegerField(
        _("名额"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SEATS)],
        help_text=_("留空表示不限名额；报满之后的列入候补。"),
    )
    counts_as_service = models.BooleanField(
        _("计入志愿服务时长"),
        default=False,
        db_default=False,
        help_text=_(
            "在册志愿者到场的时间记为志愿服务，由另一位同事核实后生效。只用于一天的、写明起止时间的班次。"
        ),
    )
    # Kept beside the sign-ups so that one conditional update claims a seat, on every database.
    places_taken = models.PositiveIntegerField(_("已报名"), default=0, db_default=0, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True, editable=False)
    # When and where, as those who signed up were last told.
    told = models.CharField(max_length=400, blank=True, db_default="", editable=False)

    objects = SeatsQuerySet.as_manager()

    public_texts = ("title", "place", "organiser", "teacher")

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
            models.CheckConstraint(
                condition=Q(begins=None) | Q(finishes=None) | Q(finishes__gt=F("begins")),
                name="session_finishes_after_it_begins",
                violation_error_message=_("每天结束的时间要晚于开始的时间。"),
            ),
            models.CheckConstraint(
                condition=Q(counts_as_service=False)
                | Q(starts_on=F("ends_on"), begins__isnull=False, finishes__isnull=False),
                name="service_is_of_one_day_with_hours",
                violation_error_message=_("计入志愿服务时长的，须是一天的班次，并写明起止时间。"),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="session_capacity_positive",
                violation_error_message=_("名额至少为 1；不限名额请留空。"),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(places_taken__lte=F("capacity")),
                name="session_never_overbooked",
                violation_error_message=_("名额不能少于已报名的人数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self):
        super().clean()
        self.ends_on = self.ends_on or self.starts_on

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def starts_at(self) -> datetime.datetime:
        """The moment at which it begins; midnight where no hour is known."""
        return _moment(self.starts_on, self.begins or MIDNIGHT)

    @property
    def ends_at(self) -> datetime.datetime:
        """The moment after which it is over; the end of the last day where no hour is known."""
        if self.finishes:
            return _moment(self.ends_on, self.finishes)
        return _moment(self.ends_on + datetime.timedelta(days=1), MIDNIGHT)

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def place_text(self) -> str:
        """Where it is, in words."""
        venue = self.venue if self.venue_id else None
        named = f"{venue.name}（{venue.address}）" if venue and venue.address else str(venue or "")
        return "".join(each for each in (named, self.place) if each)

    @property
    def when_text(self) -> str:
        """2026年12月4日09:00–11:30; the second day where there is one."""
        days = chinese_date(self.starts_on)
        if self.ends_on != self.starts_on:
            days += f"至{chinese_date(self.ends_on)}"
        hours = "–".join(f"{each:%H:%M}" for each in (self.begins, self.finishes) if each)
        return f"{days} {hours}".strip()

    @property
    def host_text(self) -> str:
        return self.host.name if self.host else self.organiser

    @property
    def places_left(self) -> int | None:
        """None where the number is not limited."""
        return None if self.capacity is None else max(0, self.capacity - self.places_taken)

    @property
    def news(self) -> str:
        """What those who signed up have to know."""
        return f"{self.when_text}，{self.place_text}"[:400]

    def takes_sign_ups_at(self, now: datetime.datetime) -> bool:
        """Until it begins; where only the day is known, until that day is over."""
        begins = (
            self.starts_at if self.begins else _moment(self.starts_on + datetime.timedelta(days=1), MIDNIGHT)
        )
        return self.takes_sign_ups and not self.is_cancelled and now < begins


def _moment(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, clock))
