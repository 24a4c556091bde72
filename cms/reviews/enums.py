from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    INDICATORS = "indicators", _("普法办按指标核分")
    PANEL = "panel", _("评议团打分")
    VOTE = "vote", _("社会评价（投票）")


class Source(models.TextChoices):
    """Where the number of a counted indicator comes from."""

    OFFICE = "office", _("由普法办填写")
    ACTIVITIES = "activities", _("已通过的活动场次")
    SHORT_QUARTERS = "short_quarters", _("每季度少于应办场次的，少几场计几次")
    LATE_ITEMS = "late_items", _("逾期未完成的责任项")


# How a count from each of these is read.
COUNTED_AS = {
    Source.ACTIVITIES: _("记录 %(count)s 场"),
    Source.SHORT_QUARTERS: _("记录少 %(count)s 场"),
    Source.LATE_ITEMS: _("逾期 %(count)s 项"),
}


class RoundState(models.TextChoices):
    PREPARING = "preparing", _("筹备")
    SELF = "self", _("单位自评")
    SCORING = "scoring", _("评分")
    PROVISIONAL = "provisional", _("结果反馈")
    FROZEN = "frozen", _("已定稿")


class RectificationState(models.TextChoices):
    OPEN = "open", _("整改中")
    REPORTED = "reported", _("待复核")
    DONE = "done", _("已完成")
