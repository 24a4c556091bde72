"""The calendar of law days: a rule gives each year's dates, the office's own dates of a year go before it."""

from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.campaigns.enums import DayRule, Weekday, Which
from cms.core.almanac import lunar_days, nth_weekday, week_of
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PlannedDay, can_be_a_year
from search.chinese.dates import day_of, months_span

# What a rule is made of besides its month; each rule refuses the rest.
PARTS = {
    DayRule.FIXED: ("day", "lasts"),
    DayRule.MONTH: (),
    DayRule.NTH: ("which", "weekday"),
    DayRule.WEEK: ("day",),
    DayRule.LUNAR: ("day",),
    DayRule.ANNOUNCED: ("day", "lasts"),
}
# A year without 29 February: what is found in it is found in every year.
COMMON_YEAR = 2025
# Every lunar month has so many days.
LUNAR_MONTH = 29
# No week, month or season of publicity is longer: more is a slip in the year.
LONGEST = 100

Span = tuple[date, date]


class LawDay(PublicTexts, models.Model):
    """A day, week or month in each year on which a law or a duty is brought before the public."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    rule = models.CharField(
        _("日期怎么定"),
        max_length=10,
        choices=DayRule,
        help_text=_("“某日所在的一周”从周一到周日；“每年由通知确定”的，在“各年日期”里填当年的日期。"),
    )
    month = models.PositiveSmallIntegerField(
        _("月"),
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("农历日期填农历的月；由通知确定的，填尚未通知时暂按的月。"),
    )
    day = models.PositiveSmallIntegerField(
        _("日"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("“整月”和“某月第几个星期几”不填。"),
    )
    which = models.PositiveSmallIntegerField(
        _("第几个"), null=True, blank=True, choices=Which, help_text=_("只有“某月第几个星期几”要填。")
    )
    weekday = models.PositiveSmallIntegerField(
        _("星期几"), null=True, blank=True, choices=Weekday, help_text=_("只有“某月第几个星期几”要填。")
    )
    lasts = models.PositiveSmallIntegerField(
        _("天数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("固定日期、由通知确定的，从这一天起共几天；不填是一天。"),
    )
    basis = models.CharField(
        _("依据"), max_length=120, blank=True, help_text=_("定下这个日子的法律、决定或通知。")
    )

    public_texts = ("name", "basis")

    class Meta:
        verbose_name = _("法治节日")
        verbose_name_plural = _("法治节日")
        ordering = ["month", F("day").asc(nulls_last=True), "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        parts = PARTS.get(DayRule(self.rule)) if self.rule in DayRule.values else None
        if parts is None or not self.month:
            return
        problems = {}
        for name in ("day", "which", "weekday", "lasts"):
            label, given = self._meta.get_field(name).verbose_name, getattr(self, name) is not None
            told = {"rule": self.get_rule_display(), "part": label}
            if given and name not in parts:
                problems[name] = _("“%(rule)s”不用填“%(part)s”，请清空。") % told
            elif not given and name in parts and name != "lasts":
                problems[name] = _("“%(rule)s”要填“%(part)s”。") % told
        if "day" in parts and self.day:
            problems |= self._impossible_day()
        if problems:
            raise ValidationError(problems)

    def _impossible_day(self) -> dict:
        told = {"month": self.month, "day": self.day}
        if self.rule == DayRule.LUNAR:
            return {} if self.day <= LUNAR_MONTH else {"day": _("农历的三十不是年年都有，请填 1 至 29。")}
        if day_of(COMMON_YEAR, self.month, self.day):
            return {}
        return {"day": _("%(month)d月没有年年都有的%(day)d日，请核对。") % told}

    def spans(self, year: int) -> list[Span]:
        """First and last day of each time it falls into a year, as its rule has it."""
        return _SPANS[DayRule(self.rule)](self, year)

    @property
    def is_announced_yearly(self) -> bool:
        """Whether its rule only says what to expect until the notice of the year is there."""
        return self.rule == DayRule.ANNOUNCED

    def wording(self) -> str:
        """Its rule in words."""
        return _WORDINGS[DayRule(self.rule)](self)

    wording.short_description = _("日期")


def _from_day(law_day: LawDay, year: int) -> list[Span]:
    first = date(year, law_day.month, law_day.day)
    return [(first, first + timedelta(days=(law_day.lasts or 1) - 1))]


def _nth(law_day: LawDay, year: int) -> list[Span]:
    return [(nth_weekday(year, law_day.month, law_day.which, law_day.weekday),) * 2]


_SPANS: dict[DayRule, Callable[[LawDay, int], list[Span]]] = {
    DayRule.FIXED: _from_day,
    DayRule.MONTH: lambda law_day, year: [months_span(year, law_day.month, law_day.month)],
    DayRule.NTH: _nth,
    DayRule.WEEK: lambda law_day, year: [week_of(date(year, law_day.month, law_day.day))],
    DayRule.LUNAR: lambda law_day, year: [(day, day) for day in lunar_days(year, law_day.month, law_day.day)],
    DayRule.ANNOUNCED: _from_day,
}


def _day_wording(law_day: LawDay) -> str:
    lasting = f"起{law_day.lasts}天" if (law_day.lasts or 1) > 1 else ""
    return f"{law_day.month}月{law_day.day}日{lasting}"


_WORDINGS: dict[DayRule, Callable[[LawDay], str]] = {
    DayRule.FIXED: _day_wording,
    DayRule.MONTH: lambda law_day: f"{law_day.month}月",
    DayRule.NTH: lambda law_day: (
        f"{law_day.month}月{law_day.get_which_display()}{law_day.get_weekday_display()}"
    ),
    DayRule.WEEK: lambda law_day: f"{law_day.month}月{law_day.day}日所在的一周",
    DayRule.LUNAR: lambda law_day: f"农历{law_day.month}月{law_day.day}日",
    DayRule.ANNOUNCED: lambda law_day: f"由通知确定，通知之前暂按{_day_wording(law_day)}",
}


class LawDayDate(PublicTexts, models.Model):
    """When a law day is in one year, as the office has it from that year's notice: goes before the rule."""

    law_day = models.ForeignKey(
        LawDay, verbose_name=_("法治节日"), on_delete=models.CASCADE, related_name="dates"
    )
    year = models.PositiveSmallIntegerField(_("年度"), validators=[can_be_a_year])
    starts_on = PlannedDay(_("首日"))
    ends_on = PlannedDay(_("末日"), help_text=_("只有一天的，与首日相同。"))
    source = models.CharField(_("依据的通知"), max_length=120, blank=True)

    public_texts = ("source",)

    class Meta:
        verbose_name = _("法治节日的日期")
        verbose_name_plural = _("各年日期")
        ordering = ["-year", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["law_day", "year"],
                name="one_date_per_law_day_and_year",
                violation_error_message=_("这个节日这一年的日期已经填过，请改那一条。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="law_day_ends_after_start",
                violation_error_message=_("末日不能早于首日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.law_day}"

    def clean(self) -> None:
        if not (self.year and self.starts_on and self.ends_on) or self.ends_on < self.starts_on:
            return
        if not self.starts_on.year <= self.year <= self.ends_on.year:
            raise ValidationError({"year": _("首日、末日都不在%(year)d年，请核对。") % {"year": self.year}})
        days = (self.ends_on - self.starts_on).days + 1
        if days > LONGEST:
            raise ValidationError({"ends_on": _("从首日到末日有%(days)d天，请核对年份。") % {"days": days}})
