from django.db import models
from django.utils.translation import gettext_lazy as _


class DayRule(models.TextChoices):
    """How the date of a law day is found in each year."""

    FIXED = "fixed", _("固定日期")
    MONTH = "month", _("整月")
    NTH = "nth", _("某月第几个星期几")
    WEEK = "week", _("某日所在的一周")
    LUNAR = "lunar", _("农历日期")
    ANNOUNCED = "announced", _("每年由通知确定")


class Which(models.IntegerChoices):
    FIRST = 1, _("第一个")
    SECOND = 2, _("第二个")
    THIRD = 3, _("第三个")
    FOURTH = 4, _("第四个")


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("星期一")
    TUESDAY = 1, _("星期二")
    WEDNESDAY = 2, _("星期三")
    THURSDAY = 3, _("星期四")
    FRIDAY = 4, _("星期五")
    SATURDAY = 5, _("星期六")
    SUNDAY = 6, _("星期日")
