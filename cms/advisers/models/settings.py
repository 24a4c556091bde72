from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="glasses")
class AdviserSetting(BaseGenericSetting):
    """How long it is kept who advised."""

    departed_years = models.PositiveSmallIntegerField(
        _("聘期结束满几年的法律顾问自动匿名"),
        default=3,
        validators=[MaxValueValidator(50)],
        help_text=_(
            "每日清除姓名、办公电话和值班时间，哪个机构、哪段聘期、服务了多少仍计入统计；本人有账号的，"
            "从最后一次登录起算。年数没有统一规定，0 为不自动匿名。"
        ),
    )

    panels = [FieldPanel("departed_years")]

    class Meta:
        verbose_name = _("法律顾问设置")
