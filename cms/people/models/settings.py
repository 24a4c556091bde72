from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="group")
class RosterSetting(BaseGenericSetting):
    """What the office decides about rosters."""

    minimum_per_community = models.PositiveSmallIntegerField(
        _("每个居村法律明白人不少于"),
        default=3,
        validators=[MaxValueValidator(100)],
        help_text=_("《乡村“法律明白人”培养工作规范（试行）》提出每村至少 3 名；可按本区要求调整。"),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("聘任前公示天数"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("从开始公示的第二天起算，最后一天过完才能聘任；天数没有统一规定，按本区要求调整。"),
    )
    pass_score = models.DecimalField(
        _("考核合格分数"),
        max_digits=4,
        decimal_places=1,
        default=60,
        db_default=60,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    exam_attempts = models.PositiveSmallIntegerField(
        _("考核最多参加次数"),
        default=2,
        db_default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("含第一次；次数用完仍未通过的，不能再考，只能不予通过。"),
    )
    yearly_sessions = models.PositiveSmallIntegerField(
        _("每年参加培训不少于（次）"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("0 为不作要求；培训次数与服务小时都设的，达到一项即可。"),
    )
    yearly_hours = models.PositiveSmallIntegerField(
        _("每年核实的服务不少于（小时）"), default=0, db_default=0, validators=[MaxValueValidator(1000)]
    )
    takes_minors = models.BooleanField(
        _("接受未满18周岁的人自荐、推荐"),
        default=False,
        db_default=False,
        help_text=_("默认不接受。开启后，须由监护人填写姓名、电话并同意。"),
    )
    departed_years = models.PositiveSmallIntegerField(
        _("退出、撤销满几年的人自动匿名"),
        default=3,
        db_default=3,
        validators=[MaxValueValidator(50)],
        help_text=_(
            "每日清除姓名、号码等，时长、培训和任用仍计入统计；本人有账号的，从最后一次登录起算，"
            "到期一并停用。年数没有统一规定，0 为不自动匿名。"
        ),
    )
    keep_identity_numbers = models.BooleanField(
        _("保存身份证号"),
        default=False,
        help_text=_("默认不保存。开启后加密存放，只显示首尾几位，查看全号须写明理由并留痕。"),
    )

    panels = [
        FieldPanel("minimum_per_community"),
        FieldPanel("notice_days"),
        FieldPanel("pass_score"),
        FieldPanel("exam_attempts"),
        FieldPanel("yearly_sessions"),
        FieldPanel("yearly_hours"),
        FieldPanel("takes_minors"),
        FieldPanel("departed_years"),
        FieldPanel("keep_identity_numbers"),
    ]

    class Meta:
        verbose_name = _("名册设置")
