from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """Which way somebody goes through the door."""

    IN = "in", _("到场")
    OUT = "out", _("离场")


class AttendanceSource(models.TextChoices):
    """Where an attendance is known from."""

    LIST = "list", _("签到表")
    DOOR = "door", _("扫码签到")
    HAND = "hand", _("人工更正")


class ScanProblem(models.TextChoices):
    """What is wrong with a scan as such, whatever else was scanned."""

    UNKNOWN = "unknown", _("不是这次培训的签到码")
    REWRITTEN = "rewritten", _("同一次扫描，设备前后送来的内容不同，以先到的为准")
    CLOCK = "clock", _("时间不可信，人算到场，不记时间")
    OWN = "own", _("给自己签到，请核对")
    EARLY = "early", _("培训还没有开始，不计到场")


# Kept and told of, but nobody has come by them.
VOID_PROBLEMS = frozenset({ScanProblem.REWRITTEN, ScanProblem.OWN, ScanProblem.EARLY})
