from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="calendar-check")
class TrainingSetting(BaseGenericSetting):
    """What the office decides about hours of trainings. No rule of the state says so."""

    grace_minutes = models.PositiveSmallIntegerField(
        _("迟到、早退多少分钟以内不扣学时"),
        default=15,
        validators=[MaxValueValidator(120)],
        help_text=_("超过的，按实际在场的时间折算学时，不满半学时的部分不计。"),
    )

    panels = [FieldPanel("grace_minutes")]

    class Meta:
        verbose_name = _("培训设置")
