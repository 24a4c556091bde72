"""A call for volunteers at an event, and who answered, came and left."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PlannedMoment
from cms.core.seats import CODE_LENGTH, SeatsQuerySet, new_code
from cms.core.workdays import is_workday
from cms.events.models import Event
from cms.people.models import Appointment, ServiceRecord
from cms.places.models import Place
from cms.volunteering.enums import AnswerState, CallState, Slot
from cms.volunteering.models.profiles import Skill

NOON, EVENING = 12, 18


class Call(TimeStampedModel):
    """So many volunteers, of a skill, for a stretch of an event in a place: three lawyers, Saturday, 曹杨."""

    event = models.ForeignKey(
        Event, verbose_name=_("活动"), on_delete=models.PROTECT, related_name="volunteer_calls"
    )
    place = models.ForeignKey(
        Place, verbose_name=_("所在居村或街镇"), on_delete=models.PROTECT, related_name="volunteer_calls"
    )
    skill = models.ForeignKey(
        Skill, verbose_name=_("需要的特长"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="calls", help_text=_("不选就是不限。"),
    )  # fmt: skip
    capacity = models.PositiveSmallIntegerField(
        _("需要几人"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    # Kept beside the answers so that one conditional update claims a place, on every database.
    places_taken = models.PositiveSmallIntegerField(_("已有几人"), default=0, editable=False)
    starts_at = PlannedMoment(_("服务开始"))
    ends_at = PlannedMoment(_("服务结束"))
    words = models.CharField(_("做什么"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=CallState, default=CallState.OPEN, editable=False
    )

    objects = SeatsQuerySet.as_manager()
    lasting = True

    class Meta:
        verbose_name = _("志愿者征集")
        verbose_name_plural = _("志愿者征集")
        ordering = ["-starts_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="call_ends_after_start",
                violation_error_message=_("结束时间要晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("capacity")),
                name="call_never_overfilled",
                violation_error_message=_("人数不能少于已应征的人数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}：{self.wanted}"

    def clean(self):
        super().clean()
        if not (self.starts_at and self.ends_at):
            return
        if timezone.localdate(self.starts_at) != timezone.localdate(self.ends_at):
            raise ValidationError({"ends_at": _("服务须在同一天结束；跨天的活动请按天分别征集。")})

    @property
    def wanted(self) -> str:
        """三名律师, in figures: 律师 3 人."""
        return f"{self.skill or _('志愿者')} {self.capacity} 人"

    @property
    def slot(self) -> Slot:
        """The part of the week in which it begins; a day off is one of the weekend, a 调休 is none."""
        local = timezone.localtime(self.starts_at)
        day = "weekday" if is_workday(local.date()) else "weekend"
        part = "morning" if local.hour < NOON else "afternoon" if local.hour < EVENING else "evening"
        return Slot(f"{day}_{part}")

    @property
    def places_left(self) -> int:
        return self.capacity - self.places_taken

    def is_within(self, event: Event) -> bool:
        """Whether the event, which may have moved, still covers the hours that people said yes to."""
        return event.starts_at <= self.starts_at and self.ends_at <= event.ends_at

    def takes_answers_at(self, now: datetime) -> bool:
        return self.state == CallState.OPEN and now < self.starts_at


class AnswerQuerySet(models.QuerySet):
    def coming(self):
        return self.filter(state=AnswerState.ACCEPTED)


class Answer(TimeStampedModel):
    """What a volunteer said to a call. The code lets them in and out at the door."""

    call = models.ForeignKey(Call, verbose_name=_("征集"), on_delete=models.PROTECT, related_name="answers")
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("志愿者"), on_delete=models.PROTECT, related_name="call_answers"
    )
    state = models.CharField(_("答复"), max_length=10, choices=AnswerState, editable=False)
    code = models.CharField(_("签到码"), max_length=CODE_LENGTH, default=new_code, editable=False)
    arrived_at = models.DateTimeField(_("签到时间"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("签退时间"), null=True, blank=True, editable=False)
    record = models.OneToOneField(
        ServiceRecord, verbose_name=_("服务记录"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="call_answer",
    )  # fmt: skip

    objects = AnswerQuerySet.as_manager()
    lasting = True

    person_path = "appointment__person"
    own_data_fields = ("appointment", "call", "state", "arrived_at", "left_at")

    class Meta:
        verbose_name = _("征集的答复")
        verbose_name_plural = _("征集的答复")
        ordering = ["call", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["call", "appointment"], name="one_answer_per_volunteer"),
            models.UniqueConstraint(fields=["call", "code"], name="answer_code_unique_per_call"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at__isnull=False, left_at__gte=F("arrived_at")),
                name="nobody_leaves_who_has_not_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment.person}：{self.get_state_display()}"
