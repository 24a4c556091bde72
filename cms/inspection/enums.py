from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingKind(models.TextChoices):
    """What an inspector of government sites would note, the gravest first."""

    HOME_STALE = "home_stale", _("首页没有更新")
    COLUMN_EMPTY = "column_empty", _("空栏目")
    COLUMN_STALE = "column_stale", _("栏目没有更新")
    LETTER_LATE = "letter_late", _("来信没有答复")
    NUMBER = "number", _("个人号码")
    FALSE_DATE = "false_date", _("日期不对")
    LINK = "link", _("打不开的链接")
    FOREIGN_LINK = "foreign_link", _("打不开的外站链接")
    FAULT = "fault", _("页面出错或太慢")
    FOOTER = "footer", _("页脚缺项")
    WORD = "word", _("用词不对")
    PICTURE = "picture", _("图片没有文字说明")
    SOURCE = "source", _("没有写来源")


class FindingState(models.TextChoices):
    OPEN = "open", _("要改")
    TOLERATED = "tolerated", _("不必改")
    MENDED = "mended", _("已改好")
