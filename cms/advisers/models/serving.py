"""When an adviser is there, and what was done."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.advisers.models.agreements import Agreement
from cms.core.enums import ServiceDuty
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts, find_personal_numbers
from cms.core.plausible import PastDay, PlannedDay
from search.chinese.dates import chinese_date


class DutyDay(PublicTexts, TimeStampedModel):
    """A day and the hours in which the adviser is in the community for whoever comes."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("聘期"), on_delete=models.PROTECT, related_name="duty_days"
    )
    date = PlannedDay(_("日期"))
    start = models.TimeField(_("开始时间"))
    end = models.TimeField(_("结束时间"))
    room = models.CharField(_("地点"), max_length=60, blank=True, help_text=_("如：居委会二楼调解室。"))

    public_texts = ("room",)

    class Meta:
        verbose_name = _("法律顾问值班日")
        verbose_name_plural = _("法律顾问值班日")
        ordering = ["date", "start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "date", "start"],
                name="one_duty_at_a_time",
                violation_error_message=_("这个时间已经排了值班。"),
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="duty_ends_after_it_starts",
                violation_error_message=_("结束时间须晚于开始时间。"),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.agreement.community.name} {chinese_date(self.date)} {self.start:%H:%M}–{self.end:%H:%M}"
        )

    def clean(self):
        super().clean()
        _refuse_outside_term(self)
        _refuse_two_places(self)


class ServiceEntry(TimeStampedModel):
    """What an adviser did for a community on a day, by the four kinds. Of whom it was for, only how many."""

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("聘期"), on_delete=models.PROTECT, related_name="entries"
    )
    date = PastDay(_("日期"))
    duty = models.CharField(_("服务类别"), max_length=12, choices=ServiceDuty)
    served = models.PositiveSmallIntegerField(
        _("服务人次"), default=0, validators=[MaxValueValidator(10_000)]
    )
    summary = models.CharField(
        _("做了什么"), max_length=300, help_text=_("不写当事人的姓名、电话、身份证号。")
    )

    lasting = True

    class Meta:
        verbose_name = _("法律顾问服务记录")
        verbose_name_plural = _("法律顾问服务记录")
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.agreement.community.name} {chinese_date(self.date)} {self.get_duty_display()}"

    def clean(self):
        super().clean()
        _refuse_outside_term(self)
        if find_personal_numbers(self.summary):
            raise ValidationError({"summary": _("请不要在这里写身份证号、手机号。")})


def _refuse_two_places(held: DutyDay) -> None:
    """Nobody is on duty in two rooms at a time."""
    if not (held.agreement_id and held.date and held.start and held.end):
        return
    same_day = DutyDay.objects.filter(agreement__adviser=held.agreement.adviser_id, date=held.date)
    at_once = same_day.filter(start__lt=held.end, end__gt=held.start).exclude(pk=held.pk)
    if other := at_once.select_related("agreement__community").first():
        told = {
            "place": other.agreement.community.name,
            "times": f"{other.start:%H:%M}–{other.end:%H:%M}",
        }
        raise ValidationError({"start": _("这个时间已经排了值班：%(place)s，%(times)s。") % told})


def _refuse_outside_term(held: DutyDay | ServiceEntry) -> None:
    if held.date and held.agreement_id and not held.agreement.holds_on(held.date):
        raise ValidationError(
            {
                "date": _("不在聘期（%(start)s 至 %(end)s）之内。")
                % {
                    "start": chinese_date(held.agreement.starts_on),
                    "end": chinese_date(held.agreement.ends_on),
                }
            }
        )
