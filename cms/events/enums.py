from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    CANCELLED = "cancelled", _("已取消")


class Rhythm(models.TextChoices):
    """How an event comes again, reckoned from its first day."""

    WEEKLY = "weekly", _("每周同一个星期几")
    FORTNIGHTLY = "fortnightly", _("每两周一次")
    NTH = "nth", _("每月第几个星期几")
    LAST = "last", _("每月最后一个星期几")
    SAME_DAY = "same_day", _("每月同一日")
