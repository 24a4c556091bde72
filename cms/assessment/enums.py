"""The kinds of indicators, as the office reads them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorKind(models.TextChoices):
    POINTS = "points", _("打分")
    DEDUCT = "deduct", _("扣分")
    QUOTA = "quota", _("达标")
    BONUS = "bonus", _("加分")
    VETO = "veto", _("一票否决")


# What is counted rather than judged.
COUNTED_KINDS = (IndicatorKind.DEDUCT, IndicatorKind.QUOTA, IndicatorKind.BONUS)
