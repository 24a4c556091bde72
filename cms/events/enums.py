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


class Usefulness(models.TextChoices):
    """What somebody who came says of an event, the best first; stored so that it sorts so."""

    VERY = "1_very", _("很有用")
    SOME = "2_some", _("有些用")
    LITTLE = "3_little", _("用处不大")


class Clarity(models.TextChoices):
    """How much of it was understood, the most first."""

    ALL = "1_all", _("都听懂了")
    MOST = "2_most", _("大部分听懂了")
    LITTLE = "3_little", _("大部分没听懂")
