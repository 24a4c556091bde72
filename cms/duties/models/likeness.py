"""What a reviewer decided about two records that look like one activity: asked once, remembered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.duties.enums import LikenessVerdict


class LikenessDecision(models.Model):
    """Whether two records tell of one activity. The one with the smaller number is the first."""

    first = models.ForeignKey(
        "duties.ActivityRecord", verbose_name=_("活动记录"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        "duties.ActivityRecord", verbose_name=_("另一条"), on_delete=models.CASCADE, related_name="+"
    )
    verdict = models.CharField(_("判定"), max_length=10, choices=LikenessVerdict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("判定人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_by_name = models.CharField(_("判定人姓名"), max_length=150)
    decided_at = models.DateTimeField(_("判定时间"), auto_now=True)

    class Meta:
        verbose_name = _("疑似重复的判定")
        verbose_name_plural = _("疑似重复的判定")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_decided_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_of_two_in_order"),
        ]

    def __str__(self) -> str:
        return f"“{self.first}”与“{self.second}”：{self.get_verdict_display()}"
