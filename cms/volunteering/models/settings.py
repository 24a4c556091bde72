from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="clipboard-list")
class VolunteerSetting(BaseGenericSetting):
    """How service is certified. 志愿服务记录与证明出具办法 leaves number and notice to the office."""

    proof_prefix = models.CharField(
        _("证明编号前缀"), max_length=20, default="志服证", help_text=_("后面是年份和顺序号。")
    )
    proof_digits = models.PositiveSmallIntegerField(
        _("顺序号位数"), default=5, validators=[MinValueValidator(3), MaxValueValidator(8)]
    )
    notice_days = models.PositiveSmallIntegerField(
        _("出具前内部公示天数"), default=3, validators=[MaxValueValidator(60)],
        help_text=_("申请的第二天起算，最后一天过完才能出具；0 为不公示。"),
    )  # fmt: skip
    issuer = models.CharField(_("出具单位"), max_length=60, blank=True)

    panels = [FieldPanel(name) for name in ("proof_prefix", "proof_digits", "notice_days", "issuer")]

    class Meta:
        verbose_name = _("志愿服务设置")

    def number_of(self, year: int, sequence: int) -> str:
        return f"{self.proof_prefix}〔{year}〕{sequence:0{self.proof_digits}d}号"
